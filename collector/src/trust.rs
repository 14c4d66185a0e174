//! The collector's own authority: CA, certificates, tokens, signing keys.
//!
//! ```text
//! DIR/ca/root.pem, root.key       the root: signs the server and every machine
//! DIR/ca/other-root.pem           a second trusted root while the first is rolled over
//! DIR/ca/server.pem, server.key   what both ports show; renewed by itself
//! DIR/sign/ledger.key, ledger.pub checkpoints of the ledger (Ed25519)
//! DIR/sign/policy.key, policy.pub policy and rule bundles (Ed25519)
//! ```
//!
//! All of it 0600 in folders of 0700. Nothing here is evidence, so nothing of
//! it is in the ledger; nothing of it is ever logged.

pub mod authority;
pub mod fault;
pub mod peer;
pub mod private;
pub mod signing;
pub mod tls;
pub mod token;
