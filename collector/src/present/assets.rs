//! Styles and pictures inside the binary; their addresses hold their digest, so browsers may keep them for ever.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};

/// A file of the console.
struct Asset {
    address: String,
    kind: &'static str,
    body: &'static [u8],
}

macro_rules! assets {
    ($($name:literal $ending:literal $kind:literal;)+) => {
        &[$(($name, $ending, $kind, include_bytes!(concat!("../../assets/", $name, ".", $ending)))),+]
    };
}

const FILES: &[(&str, &str, &str, &[u8])] = assets! {
    "console" "css" "text/css; charset=utf-8";
    "mark" "svg" "image/svg+xml";
};

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let asset = |(name, ending, kind, body): &(&str, &str, &'static str, &'static [u8])| Asset {
        address: format!("/assets/{name}.{}.{ending}", short_digest(body)),
        kind,
        body,
    };
    FILES.iter().map(asset).collect()
});

fn short_digest(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the address of the styles.
pub(super) fn style() -> &'static str {
    &ASSETS[0].address
}

/// Returns the address of the sign in the corner.
pub(super) fn mark() -> &'static str {
    &ASSETS[1].address
}

/// Answers with one file.
pub(super) async fn asset(Path(file): Path<String>) -> Response {
    let asked = format!("/assets/{file}");
    match ASSETS.iter().find(|asset| asset.address == asked) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ],
            asset.body,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
