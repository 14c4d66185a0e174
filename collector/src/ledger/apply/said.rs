//! The order of what one machine said, whenever it came.

/// Life of the outbox, number of the parcel, place in the parcel: bytes compare as the order does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::ledger) struct Said(pub(in crate::ledger) [u8; 16]);

impl Said {
    pub(super) fn new(life: u32, seq: u64, at: u32) -> Self {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&life.to_be_bytes());
        bytes[4..12].copy_from_slice(&seq.to_be_bytes());
        bytes[12..].copy_from_slice(&at.to_be_bytes());
        Self(bytes)
    }

    /// Returns the place in the parcel.
    pub(super) fn at(self) -> u32 {
        let [.., a, b, c, d] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_life_comes_after_every_number_of_an_earlier_one() {
        assert!(Said::new(1, u64::MAX, 9) < Said::new(2, 1, 0));
        assert!(Said::new(1, 1, 9) < Said::new(1, 2, 0));
        assert!(Said::new(1, 256, 0) > Said::new(1, 255, 7));
    }
}
