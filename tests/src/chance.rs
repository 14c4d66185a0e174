//! A small seeded generator: one number names a whole run.

/// SplitMix64 (Steele, Lea, Flood 2014): enough for choosing moments and making text.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Begins the run that `seed` names.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Begins the run that the environment variable `MIMAWARI_SEED` names, else `seed`.
    pub fn from_env(seed: u64) -> Self {
        Self::new(number_from_env("MIMAWARI_SEED", seed))
    }

    /// Returns the next 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `limit`, which is not 0.
    pub const fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Picks one of a list that is not empty.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let index = self.below(of.len() as u64);
        &of[usize::try_from(index).expect("below the length of a slice")]
    }

    /// Returns 16 random bytes.
    pub fn bytes(&mut self) -> [u8; 16] {
        (u128::from(self.next()) << 64 | u128::from(self.next())).to_be_bytes()
    }
}

/// Reads a number from the environment, else returns `otherwise`.
///
/// Loops are short by default and long where someone asks for it.
pub fn number_from_env(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_is_the_same_run() {
        let (mut one, mut two) = (Chance::new(7), Chance::new(7));
        assert!((0..100).all(|_| one.next() == two.next()));
    }
}
