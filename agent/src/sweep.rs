//! One sweep: walks the roots, examines what changed, compares with what stood.
