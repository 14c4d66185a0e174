//! Check digits.

/// How a number is checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Check {
    /// 個人番号: Ordinance of the Ministry of Internal Affairs No. 85 of 2014, Article 5.
    MyNumber,
    /// ISO/IEC 7812-1.
    Luhn,
    /// 住民票コード; the official formula could not be confirmed, so it only raises confidence.
    ResidentCode,
    /// Any digits.
    None,
}

impl Check {
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "my_number" => Self::MyNumber,
            "luhn" => Self::Luhn,
            "resident_code" => Self::ResidentCode,
            "none" => Self::None,
            _ => return None,
        })
    }

    /// Tells whether ASCII digits pass.
    pub(super) fn passes(self, digits: &str) -> bool {
        let digits: Vec<u32> = digits
            .bytes()
            .map(|byte| u32::from(byte.wrapping_sub(b'0')))
            .collect();
        if digits.iter().any(|&digit| digit > 9) || digits.windows(2).all(|pair| pair[0] == pair[1]) {
            return false;
        }
        match self {
            Self::MyNumber => digits.len() == 12 && weighted(&digits),
            Self::ResidentCode => digits.len() == 11 && weighted(&digits),
            Self::Luhn => luhn(&digits),
            Self::None => true,
        }
    }
}

/// Weights 2..7 and 2..6 from the right of what precedes the check digit, modulo 11.
fn weighted(digits: &[u32]) -> bool {
    let Some((&check, body)) = digits.split_last() else {
        return false;
    };
    let sum: u32 = body
        .iter()
        .rev()
        .zip([2, 3, 4, 5, 6, 7].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let rest = sum % 11;
    check == if rest <= 1 { 0 } else { 11 - rest }
}

/// Tells whether 13 digits are a corporate number (法人番号): public, so never a finding.
///
/// Ordinance of the Ministry of Finance No. 70 of 2014, Article 2: the check digit comes first.
pub(super) fn is_corporate(digits: &str) -> bool {
    let digits: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((&check, base)) = digits.split_first().filter(|(_, base)| base.len() == 12) else {
        return false;
    };
    let sum: u32 = base
        .iter()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    check == 9 - sum % 9
}

fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_individual_numbers_pass() {
        for number in [
            "123456789018",
            "983205673214",
            "111111111118",
            "000111111111",
            "465281266333",
        ] {
            assert!(Check::MyNumber.passes(number), "{number}");
        }
    }

    #[test]
    fn a_wrong_digit_does_not_pass() {
        for number in ["123456789019", "12345678901", "1234567890180", "12345678901x", ""] {
            assert!(!Check::MyNumber.passes(number), "{number}");
        }
    }

    #[test]
    fn published_corporate_numbers_are_known() {
        for number in ["7123456789012", "7000012050002", "4011001098993", "2120901007402"] {
            assert!(is_corporate(number), "{number}");
        }
        assert!(!is_corporate("7000012050003"));
        assert!(!is_corporate("123456789018"));
    }

    #[test]
    fn card_numbers_follow_luhn() {
        assert!(Check::Luhn.passes("4111111111111111"));
        assert!(!Check::Luhn.passes("4111111111111112"));
    }
}
