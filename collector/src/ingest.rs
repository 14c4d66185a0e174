//! The only gRPC surface: who may speak, and one parcel = one transaction = one receipt.
