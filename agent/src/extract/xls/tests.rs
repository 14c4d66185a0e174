//! Workbooks written record by record.
