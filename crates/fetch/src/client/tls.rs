//! Encrypted connections: how they are set up, and what their errors mean.

use std::sync::Arc;

use rustls::{CertificateError, ClientConfig, Error};
use rustls_platform_verifier::Verifier;

use crate::SettingsError;

/// The TLS set-up shared by all connections, and whether there are roots to check certificates against.
pub(crate) fn config() -> Result<(ClientConfig, bool), SettingsError> {
    let wrong = |error: &dyn std::fmt::Display| SettingsError::Tls { reason: error.to_string() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(&error))?;
    let (mut config, has_roots) = match Verifier::new(provider) {
        Ok(verifier) => {
            let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
            (builder.with_no_client_auth(), true)
        }
        // Without root certificates no secure connection succeeds, but plain ones still do.
        Err(error) => {
            tracing::warn!(%error, "no root certificates: https will fail; install the package ca-certificates");
            let roots = rustls::RootCertStore::empty();
            (builder.with_root_certificates(roots).with_no_client_auth(), false)
        }
    };
    config.alpn_protocols = protocols();
    Ok((config, has_roots))
}

/// What is offered to speak over TLS, the better first.
pub(crate) fn protocols() -> Vec<Vec<u8>> {
    vec![b"h2".to_vec(), b"http/1.1".to_vec()]
}

/// A TLS error in plain words, to follow "has no valid secure connection: ".
pub(crate) fn plain(error: &Error, has_roots: bool) -> String {
    use CertificateError as C;
    let words = match error {
        Error::InvalidCertificate(_) if !has_roots => {
            "this system has no root certificates to check it with; install the package ca-certificates"
        }
        Error::InvalidCertificate(certificate) => match certificate {
            C::Expired | C::ExpiredContext { .. } => "its certificate has expired",
            C::NotValidYet | C::NotValidYetContext { .. } => {
                "its certificate is not valid yet; is this machine's clock right?"
            }
            C::NotValidForName | C::NotValidForNameContext { .. } => "its certificate is for another name",
            C::UnknownIssuer => "its certificate is not signed by an authority that this system trusts",
            C::Revoked => "its certificate was revoked",
            C::BadSignature => "its certificate carries a false signature",
            other => return format!("its certificate is not valid ({other:?})"),
        },
        Error::AlertReceived(alert) => return format!("it broke off the handshake ({alert:?})"),
        Error::PeerIncompatible(_) => "it only speaks an outdated form of TLS",
        Error::InvalidMessage(_) => "its answer is not TLS; is it http rather than https?",
        other => return other.to_string(),
    };
    words.to_owned()
}
