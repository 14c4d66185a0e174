//! One root over the heads of all streams.
//!
//! Leaves and nodes are told apart as in RFC 9162 §2.1; the leaves are sorted
//! by stream, so that the root says which streams there are.
//!
//! ```text
//! leaf = SHA-256( 0x00 | stream 16 | n u64, big-endian | chain 32 )
//! node = SHA-256( 0x01 | left 32 | right 32 )
//! ```

use mimawari_proto::parcel::Digest;
use sha2::{Digest as _, Sha256};

use super::chain::Stream;

/// The newest entry of one stream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Head {
    pub(super) stream: Stream,
    pub(super) n: u64,
    pub(super) chain: [u8; 32],
}

/// Computes the root; the heads come sorted by stream.
pub(super) fn root(heads: impl IntoIterator<Item = Head>) -> Digest {
    let mut level: Vec<[u8; 32]> = heads.into_iter().map(leaf).collect();
    if level.is_empty() {
        return Digest(Sha256::digest([]).into());
    }
    while level.len() > 1 {
        level = level.chunks(2).map(node).collect();
    }
    Digest(level[0])
}

fn leaf(head: Head) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(head.stream);
    hash.update(head.n.to_be_bytes());
    hash.update(head.chain);
    hash.finalize().into()
}

/// Joins a pair; a leaf without a neighbour moves up as it is.
fn node(pair: &[[u8; 32]]) -> [u8; 32] {
    match pair {
        [left, right] => {
            let mut hash = Sha256::new();
            hash.update([1]);
            hash.update(left);
            hash.update(right);
            hash.finalize().into()
        }
        [alone, ..] => *alone,
        [] => [0; 32],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(stream: u8, n: u64) -> Head {
        Head {
            stream: [stream; 16],
            n,
            chain: [stream; 32],
        }
    }

    #[test]
    fn the_root_changes_with_every_head() {
        let heads: Vec<_> = (1..=5).map(|s| head(s, 1)).collect();
        let whole = root(heads.clone());
        for at in 0..heads.len() {
            let mut longer = heads.clone();
            longer[at].n += 1;
            assert_ne!(root(longer), whole, "head {at}");
            let mut fewer = heads.clone();
            fewer.remove(at);
            assert_ne!(root(fewer), whole, "without {at}");
        }
    }

    #[test]
    fn a_ledger_without_entries_has_a_root() {
        assert_ne!(root([]), Digest::NONE);
    }
}
