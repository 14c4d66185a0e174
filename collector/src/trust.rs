//! The collector's own authority: CA, certificates, tokens, signing keys.
