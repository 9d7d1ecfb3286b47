"""chengnuo on a cluster: the records of a data frame of documents, with Apache Spark.

>>> from chengnuo import spark  # doctest: +SKIP
>>> extracted = spark.extract(documents, text="text", id="url", date="published")  # doctest: +SKIP
>>> spark.targets(extracted).where("indicator_id = 'urban_new_jobs'").show()  # doctest: +SKIP

Each task works on its own documents, with the package of the machine it runs on: ``chengnuo`` has to be installed there.
A document that cannot be read, that breaks the program off or takes too long is a row with ``status = 'failed'`` and
the code of the error; the others are what they would be without it.
"""

from __future__ import annotations

from chengnuo.spark.align import compare
from chengnuo.spark.frame import commitments, documents, extract, schema, targets

__all__ = ["commitments", "compare", "documents", "extract", "schema", "targets"]
