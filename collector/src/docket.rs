//! Where judgements become changes: load, assess, apply, in one transaction.
