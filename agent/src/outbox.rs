//! Holds what is to be sent until the collector confirms it; knows what was seen and what stands.
