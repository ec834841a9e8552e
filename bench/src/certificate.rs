//! A certificate authority for one run, and the server certificate of the AWS stand-ins.

use std::sync::Arc;

use anyhow::{Context, Result};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// The files in which Debian and Amazon Linux keep their root certificates.
const SYSTEM_ROOTS: [&str; 2] = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/// Returns the authority's certificate (PEM), and a TLS acceptor with a certificate for `localhost`
/// that it signed.
pub(crate) fn certificate() -> Result<(String, TlsAcceptor)> {
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, "frontdesk-bench");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;

    let key = KeyPair::generate()?;
    let mut server = CertificateParams::new(vec!["localhost".to_owned()])?;
    server.use_authority_key_identifier_extension = true;
    let server = server.signed_by(&key, &authority)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![server.der().clone()], key)?;
    Ok((authority.pem(), TlsAcceptor::from(Arc::new(config))))
}

/// Returns the system's roots with an additional certificate, as PEM.
pub(crate) fn with_system_roots(certificate: &str) -> Result<String> {
    let system = SYSTEM_ROOTS.iter().find_map(|path| std::fs::read_to_string(path).ok());
    let system = system.with_context(|| {
        format!("the system's root certificates are in none of {SYSTEM_ROOTS:?}; on Debian, install ca-certificates")
    })?;
    Ok(format!("{system}\n{certificate}"))
}
