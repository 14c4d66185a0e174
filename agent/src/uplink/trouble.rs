//! Why the collector could not be spoken to, told so that a person knows what to do.

use std::error::Error;

use mimawari_proto::show::exit::Exit;
use rustls::{AlertDescription, CertificateError};
use tonic::{Code, Status};

/// Longest reason of the other side that is passed on, in characters.
const REASON_LIMIT: usize = 300;

/// Why the collector could not be spoken to.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Trouble {
    /// The name has no address, nobody listens, or the way is blocked.
    #[error("the collector cannot be reached: {0}")]
    Unreachable(String),
    /// It did not answer in time.
    #[error("the collector did not answer in time ({0})")]
    TooSlow(&'static str),
    /// Whoever listens is not certified by the root that is pinned.
    #[error("whoever listens there is not our collector: its certificate is not of the pinned authority")]
    WrongAuthority,
    /// Certified, and for another name.
    #[error("the certificate there is not a collector's")]
    WrongName,
    /// The collector's certificate has ended, or this clock is wrong.
    #[error("the collector's certificate has expired, or the clock of this PC is ahead")]
    TheirsExpired,
    /// The collector's certificate begins later, or this clock is wrong.
    #[error("the collector's certificate is not valid yet: the clock of this PC is behind")]
    TheirsNotYet,
    /// Our own certificate has ended.
    #[error("the certificate of this PC has expired")]
    OursExpired,
    /// The collector knows us and does not want us.
    #[error("the collector does not permit it: {0}")]
    NotPermitted(String),
    /// It has too much to do.
    #[error("the collector is busy")]
    Busy,
    /// It does not take what we send, or we do not understand it.
    #[error("the collector answered with something unexpected: {0}")]
    Strange(String),
    /// What this PC keeps for itself cannot be read or written.
    #[error("{0}")]
    Here(String),
}

impl Trouble {
    /// Returns what a command ends with.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Unreachable(_) | Self::TooSlow(_) | Self::Busy | Self::Strange(_) => Exit::Unreachable,
            Self::WrongAuthority
            | Self::WrongName
            | Self::TheirsExpired
            | Self::TheirsNotYet
            | Self::OursExpired
            | Self::NotPermitted(_) => Exit::NotPermitted,
            Self::Here(_) => Exit::Damaged,
        }
    }

    /// Returns what to try next.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Unreachable(_) | Self::TooSlow(_) => {
                "check the network and that the collector runs; the agent tries again by itself"
            }
            Self::WrongAuthority | Self::WrongName => {
                "ask the operator for a fresh token of this collector; an inspecting proxy in between looks the same"
            }
            Self::TheirsExpired => {
                "check the clock of this PC; else the operator renews the collector's certificate"
            }
            Self::TheirsNotYet => "set the clock of this PC",
            Self::OursExpired => {
                "the agent renews it when it next reaches the collector; else enrol again with a token"
            }
            Self::NotPermitted(_) => "ask the operator for a fresh token and enrol again",
            Self::Busy => "the agent tries again by itself",
            Self::Strange(_) => "compare the releases of agent and collector",
            Self::Here(_) => "check the state folder with `mimawari-agent doctor`",
        }
    }

    /// Reads a failed handshake or connection.
    pub(super) fn of_connection(error: &(dyn Error + 'static)) -> Self {
        match tls_error(error) {
            Some(error) => Self::of_tls(error),
            None => Self::Unreachable(innermost(error)),
        }
    }

    /// Reads the status that ended a call.
    pub(super) fn of_status(status: &Status) -> Self {
        if let Some(error) = status.source().and_then(tls_error) {
            return Self::of_tls(error);
        }
        let reason = || status.message().chars().take(REASON_LIMIT).collect::<String>();
        match status.code() {
            Code::PermissionDenied | Code::Unauthenticated => Self::NotPermitted(reason()),
            Code::Unavailable | Code::ResourceExhausted => match status.source() {
                Some(cause) => Self::Unreachable(innermost(cause)),
                None => Self::Busy,
            },
            Code::DeadlineExceeded => Self::TooSlow("the whole call"),
            Code::Unknown | Code::Cancelled | Code::Internal if status.source().is_some() => {
                Self::Unreachable(status.source().map(innermost).unwrap_or_default())
            }
            code => Self::Strange(format!("{code:?}: {}", reason())),
        }
    }

    fn of_tls(error: &rustls::Error) -> Self {
        use CertificateError as Certificate;
        match error {
            rustls::Error::InvalidCertificate(certificate) => match certificate {
                Certificate::Expired | Certificate::ExpiredContext { .. } => Self::TheirsExpired,
                Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => Self::TheirsNotYet,
                Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => Self::WrongName,
                _ => Self::WrongAuthority,
            },
            rustls::Error::AlertReceived(AlertDescription::CertificateExpired) => Self::OursExpired,
            rustls::Error::AlertReceived(
                alert @ (AlertDescription::CertificateRevoked
                | AlertDescription::CertificateUnknown
                | AlertDescription::CertificateRequired
                | AlertDescription::BadCertificate
                | AlertDescription::AccessDenied
                | AlertDescription::UnknownCA),
            ) => Self::NotPermitted(format!("{alert:?}")),
            other => Self::Strange(format!("TLS: {other}")),
        }
    }
}

/// Looks for the TLS error below; an `io::Error` hides what it wraps from `source`.
fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<rustls::Error>() {
            return Some(found);
        }
        let wrapped = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut last = error;
    while let Some(deeper) = last.source() {
        last = deeper;
    }
    let cut = last
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::UnexpectedEof);
    if cut {
        return "the connection was cut".to_owned();
    }
    last.to_string().chars().take(REASON_LIMIT).collect()
}
