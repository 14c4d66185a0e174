//! Knows products that claim to encrypt by themselves; the list is data (`vaults.csv`), each line with its source.

use std::sync::LazyLock;

const LIST: &str = include_str!("vaults.csv");

struct Product {
    /// `None` for any vendor.
    vendor_id: Option<u16>,
    words: &'static str,
}

static PRODUCTS: LazyLock<Vec<Product>> = LazyLock::new(|| LIST.lines().filter_map(product).collect());

fn product(line: &'static str) -> Option<Product> {
    let mut cells = line.splitn(3, ',');
    let (vendor, words, source) = (cells.next()?, cells.next()?, cells.next()?);
    let vendor_id = match vendor {
        "*" => None,
        id => Some(u16::from_str_radix(id, 16).ok()?),
    };
    (!words.is_empty() && !source.is_empty()).then_some(Product { vendor_id, words })
}

/// Tells whether a device says that it is one of them; that it encrypts is then claimed, not seen.
pub fn claims_to_encrypt(vendor_id: u16, vendor: &str, product: &str) -> bool {
    let says = format!("{vendor} {product}").to_lowercase();
    PRODUCTS
        .iter()
        .any(|known| known.vendor_id.is_none_or(|id| id == vendor_id) && says.contains(known.words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_product_with_a_source() {
        let lines = LIST.lines().filter(|line| !line.starts_with('#')).skip(1);
        assert_eq!(lines.count(), PRODUCTS.len());
    }

    #[test]
    fn a_product_is_known_by_vendor_and_words() {
        assert!(claims_to_encrypt(
            0x0951,
            "Kingston",
            "DataTraveler Vault Privacy 3.0"
        ));
        assert!(!claims_to_encrypt(0x0951, "Kingston", "DataTraveler 3.0"));
        assert!(!claims_to_encrypt(0x0781, "SanDisk", "Aegis of nobody"));
        assert!(claims_to_encrypt(0, "BUFFALO", "RUF3-HS8G"));
    }
}
