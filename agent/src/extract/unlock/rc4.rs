//! The cipher RC4, for workbooks only.

/// A stream of key bytes.
pub(super) struct Rc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4 {
    /// Begins the stream of a key; an empty key counts as one of zeros.
    pub(super) fn new(key: &[u8]) -> Self {
        let key = if key.is_empty() { &[0] } else { key };
        let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
        let mut j = 0u8;
        for at in 0..256 {
            j = j.wrapping_add(state[at]).wrapping_add(key[at % key.len()]);
            state.swap(at, usize::from(j));
        }
        Self { state, i: 0, j: 0 }
    }

    /// Decrypts, or encrypts, in place.
    pub(super) fn apply(&mut self, bytes: &mut [u8]) {
        bytes.iter_mut().for_each(|byte| *byte ^= self.next());
    }

    /// Passes over bytes.
    pub(super) fn skip(&mut self, count: u64) {
        for _ in 0..count {
            self.next();
        }
    }

    fn next(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let (i, a) = (usize::from(self.i), self.state[usize::from(self.i)]);
        self.j = self.j.wrapping_add(a);
        let j = usize::from(self.j);
        self.state.swap(i, j);
        self.state[usize::from(self.state[i].wrapping_add(self.state[j]))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the published test vectors of the cipher.
    #[test]
    fn the_published_example_comes_out() {
        let mut bytes = *b"Plaintext";
        Rc4::new(b"Key").apply(&mut bytes);
        assert_eq!(bytes, [0xbb, 0xf3, 0x16, 0xe8, 0xd9, 0x40, 0xaf, 0x0a, 0xd3]);
    }
}
