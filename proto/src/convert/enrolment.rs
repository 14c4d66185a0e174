//! Reads and writes what a machine says to become known, and the answer.

use std::fmt;

use zeroize::Zeroize as _;

use crate::{
    enrolment::{
        CERTIFICATE_LIMIT_BYTES, EnrolReply, EnrolRequest, POLICY_KEYS_LIMIT, REQUEST_LIMIT_BYTES,
        ROOTS_LIMIT, RenewRequest, TokenSecret,
    },
    id::{InstallationId, MachineId},
    machine::MachineFacts,
    time::Timestamp,
    wire,
};

use super::{
    exchange::belonging,
    field,
    refusal::{Refusal, Within as _},
};

impl fmt::Debug for wire::EnrolRequest {
    /// Hides the token secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnrolRequest")
            .field("machine", &self.machine)
            .finish_non_exhaustive()
    }
}

impl TryFrom<wire::EnrolRequest> for EnrolRequest {
    type Error = Refusal;

    /// Wipes the secret where it was.
    fn try_from(mut request: wire::EnrolRequest) -> Result<Self, Refusal> {
        let secret = field::exactly("token_secret", &request.token_secret, "is not 32 bytes");
        request.token_secret.zeroize();
        Ok(Self {
            secret: TokenSecret::new(secret?),
            certificate_request: certificate_request(request.certificate_request)?,
            machine: machine(request.machine)?,
        })
    }
}

impl From<EnrolRequest> for wire::EnrolRequest {
    fn from(request: EnrolRequest) -> Self {
        Self {
            token_secret: request.secret.reveal().to_vec(),
            certificate_request: request.certificate_request,
            machine: Some(request.machine.into()),
        }
    }
}

impl TryFrom<wire::RenewRequest> for RenewRequest {
    type Error = Refusal;

    fn try_from(request: wire::RenewRequest) -> Result<Self, Refusal> {
        Ok(Self {
            certificate_request: certificate_request(request.certificate_request)?,
            machine: machine(request.machine)?,
        })
    }
}

impl From<RenewRequest> for wire::RenewRequest {
    fn from(request: RenewRequest) -> Self {
        Self {
            certificate_request: request.certificate_request,
            machine: Some(request.machine.into()),
        }
    }
}

impl TryFrom<wire::EnrolReply> for EnrolReply {
    type Error = Refusal;

    fn try_from(reply: wire::EnrolReply) -> Result<Self, Refusal> {
        if reply.trusted_roots.is_empty() {
            return Err(Refusal::of("trusted_roots", "is missing"));
        }
        Ok(Self {
            machine: field::id("machine_id", &reply.machine_id, MachineId::from_slice)?,
            certificate: field::bytes("certificate", reply.certificate, CERTIFICATE_LIMIT_BYTES)?,
            trusted_roots: field::list("trusted_roots", reply.trusted_roots, ROOTS_LIMIT, |root| {
                field::bytes("", root, CERTIFICATE_LIMIT_BYTES)
            })?,
            not_after: Timestamp::from_unix_ms(reply.not_after_ms),
            belonging: belonging(reply.department, reply.department_name, reply.zone)?,
            policy_keys: field::list("policy_keys", reply.policy_keys, POLICY_KEYS_LIMIT, |key| {
                field::exactly("", &key, "is not 32 bytes")
            })?,
        })
    }
}

impl From<EnrolReply> for wire::EnrolReply {
    fn from(reply: EnrolReply) -> Self {
        Self {
            machine_id: reply.machine.as_bytes().to_vec(),
            certificate: reply.certificate,
            trusted_roots: reply.trusted_roots,
            not_after_ms: reply.not_after.as_unix_ms(),
            department: reply.belonging.department.into(),
            department_name: field::to_text(&reply.belonging.department_name),
            zone: reply.belonging.zone.into(),
            policy_keys: reply.policy_keys.iter().map(|key| key.to_vec()).collect(),
        }
    }
}

impl TryFrom<wire::MachineFacts> for MachineFacts {
    type Error = Refusal;

    fn try_from(facts: wire::MachineFacts) -> Result<Self, Refusal> {
        Ok(Self {
            host_name: field::plain_name("host_name", facts.host_name)?,
            os: field::text("os", facts.os)?,
            agent_version: field::text("agent_version", facts.agent_version)?,
            installation: field::id(
                "installation_id",
                &facts.installation_id,
                InstallationId::from_slice,
            )?,
        })
    }
}

impl From<MachineFacts> for wire::MachineFacts {
    fn from(facts: MachineFacts) -> Self {
        Self {
            host_name: field::to_plain_name(&facts.host_name),
            os: field::to_text(&facts.os),
            agent_version: field::to_text(&facts.agent_version),
            installation_id: facts.installation.as_bytes().to_vec(),
        }
    }
}

fn machine(facts: Option<wire::MachineFacts>) -> Result<MachineFacts, Refusal> {
    field::present("machine", facts).and_then(|facts| MachineFacts::try_from(facts).within("machine"))
}

fn certificate_request(der: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    field::bytes("certificate_request", der, REQUEST_LIMIT_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_secret_on_the_wire_is_never_printed() {
        let request = wire::EnrolRequest {
            token_secret: vec![0x5a; 32],
            ..wire::EnrolRequest::default()
        };
        let printed = format!("{request:?}");
        assert!(
            !printed.contains("90") && !printed.contains("secret"),
            "{printed}"
        );
    }
}
