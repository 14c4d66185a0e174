//! First contact and renewal: a request for a certificate out, an identity back.

use std::{path::Path, time::Duration};

use mimawari_proto::{
    enrolment::{EnrolReply, EnrolRequest, RenewRequest},
    machine::MachineFacts,
    wire::enrolment_client::EnrolmentClient,
};
use tokio::time::timeout;

use super::{
    Trouble,
    connect::connect,
    identity::{Identity, NewKey},
    tls,
    token::Token,
};

const DEADLINE: Duration = Duration::from_secs(30);

/// Exchanges a token for an identity and keeps it.
///
/// Repeating it after a cut uses the same key, for which the collector knows
/// the same machine.
pub async fn enrol(folder: &Path, token: &Token, facts: MachineFacts) -> Result<Identity, Trouble> {
    let key = NewKey::kept(folder)?;
    let request = EnrolRequest {
        secret: token.secret.clone(),
        certificate_request: key.request()?,
        machine: facts,
    };
    let channel = connect(&token.address, tls::pinned(token.fingerprint)?).await?;
    let mut client = EnrolmentClient::new(channel);
    let answer = timeout(DEADLINE, client.enrol(tonic::Request::new(request.into())))
        .await
        .map_err(|_| Trouble::TooSlow("enrolment"))?
        .map_err(|status| Trouble::of_status(&status))?;
    let identity = Identity::of(&key, &token.address, &understood(answer.into_inner())?)?;
    identity.keep(folder)?;
    Ok(identity)
}

/// Exchanges the certificate for the next one, with a new key, and keeps it.
pub async fn renew(folder: &Path, identity: &Identity, facts: MachineFacts) -> Result<Identity, Trouble> {
    let key = NewKey::make()?;
    let request = RenewRequest {
        certificate_request: key.request()?,
        machine: facts,
    };
    let channel = connect(&identity.address, tls::enrolled(identity)?).await?;
    let mut client = EnrolmentClient::new(channel);
    let answer = timeout(DEADLINE, client.renew(tonic::Request::new(request.into())))
        .await
        .map_err(|_| Trouble::TooSlow("renewal"))?
        .map_err(|status| Trouble::of_status(&status))?;
    let renewed = Identity::of(&key, &identity.address, &understood(answer.into_inner())?)?;
    renewed.keep(folder)?;
    Ok(renewed)
}

fn understood(reply: mimawari_proto::wire::EnrolReply) -> Result<EnrolReply, Trouble> {
    EnrolReply::try_from(reply).map_err(|refusal| Trouble::Strange(refusal.to_string()))
}
