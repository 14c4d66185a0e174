//! Which known word a mistyped one was meant to be.

/// Returns the known word that looks most like `typed`, when one is near enough to suggest.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (distance(typed, word), word))
        .min()
        .filter(|(distance, word)| *distance <= word.chars().count() / 3 + 1)
        .map(|(_, word)| word)
}

/// Counts the letters to insert, delete or replace (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_understood() {
        let known = ["round.zone", "round.days", "sense.users"];
        assert_eq!(nearest("round.zne", known), Some("round.zone"));
        assert_eq!(nearest("sense.user", known), Some("sense.users"));
        assert_eq!(nearest("fish", known), None);
    }
}
