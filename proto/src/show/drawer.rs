//! The medium of a finding, named as one would look for it in a drawer.

use serde::Serialize;

use crate::finding::FoundOn;

/// The medium of a finding, as both programs show it.
#[derive(Clone, Debug, Serialize)]
pub struct OnMedium {
    /// The stay in which it was last seen to stand, as in the list of stays.
    pub session: String,
    /// Vendor as the medium says it.
    pub vendor: String,
    /// Product as the medium says it.
    pub product: String,
    /// Serial of the device; empty where it has none.
    pub serial: String,
    /// Id of the volume; empty where it has none.
    pub volume_id: String,
    /// What somebody called the volume.
    pub volume_label: String,
}

impl From<&FoundOn> for OnMedium {
    fn from(medium: &FoundOn) -> Self {
        Self {
            session: medium.session.to_string(),
            vendor: medium.vendor.shown.clone(),
            product: medium.product.shown.clone(),
            serial: medium.serial.shown.clone(),
            volume_id: medium.volume_id.shown.clone(),
            volume_label: medium.volume_label.shown.clone(),
        }
    }
}

impl OnMedium {
    /// Names it as one would look for it in a drawer: what it says of itself, and what tells it from others.
    pub fn name(&self) -> String {
        let id = match self.serial.as_str() {
            "" => &self.volume_id,
            serial => serial,
        };
        let words = [&self.vendor, &self.product, id].map(|word| word.trim());
        let said: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
        said.join(" ")
    }
}
