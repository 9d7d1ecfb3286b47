"""The job: ``python -m chengnuo.spark IN OUT``."""

from chengnuo.spark.job import main

if __name__ == "__main__":
    main()
