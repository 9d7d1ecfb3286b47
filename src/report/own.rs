//! Own files: what of a table or of records tells that this program wrote it. It is no document, wherever it lies.

use std::io::{Read, Seek};

use super::table::{self, Column, Records};
use super::tidy;

/// The first line is the header of a table of records, of a comparison or of a codebook.
///
/// A table of an older version is known by the columns that it begins with.
pub fn is_csv(head: &[u8]) -> bool {
    let names = |columns: Vec<Column>, most: usize| -> Vec<&str> {
        columns.iter().map(|column| column.name).take(most).collect()
    };
    let begins = |names: &[&str]| {
        let rest = head.strip_prefix(names.join(",").as_bytes());
        rest.is_some_and(|rest| rest.first().is_none_or(|byte| b",\r\n".contains(byte)))
    };
    begins(&table::CODEBOOK)
        || begins(&names(Records::Targets.columns(), 7))
        || begins(&names(tidy::columns(), 7))
}

/// The first line is a record, or a comparison.
pub fn is_records(head: &[u8]) -> bool {
    head.starts_with(br#"{"schema":"chengnuo."#)
}

/// The workbook says that this program made it.
pub fn is_workbook(file: impl Read + Seek) -> bool {
    const MOST: u64 = 1 << 16;
    let Ok(mut archive) = zip::ZipArchive::new(file) else { return false };
    let Ok(about) = archive.by_name("docProps/core.xml") else { return false };
    let mut words = String::new();
    about.take(MOST).read_to_string(&mut words).is_ok() && words.contains("<dc:creator>chengnuo ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::csv;
    use crate::report::table::Cell;

    fn header(columns: &[Column]) -> String {
        csv::line(&columns.iter().map(|column| Cell::Words(column.name.into())).collect::<Vec<_>>())
    }

    #[test]
    fn own_tables_are_known_and_others_are_not() {
        for records in Records::ALL {
            assert!(is_csv(header(&records.columns()).as_bytes()));
            assert!(is_csv(csv::line(&table::codebook(records)[0]).as_bytes()));
        }
        assert!(is_csv(header(&tidy::columns()).as_bytes()));
        for other in ["序号,工作任务,牵头单位\n", "name,type,values,meanings\n", "document,path\n", ""]
        {
            assert!(!is_csv(other.as_bytes()), "{other}");
        }
    }
}
