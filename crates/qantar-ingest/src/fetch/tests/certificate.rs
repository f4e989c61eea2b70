//! Certificates made for a test, and forgotten after it.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use std::sync::Arc;

/// Somebody who vouches for servers.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// When a certificate holds.
#[derive(Clone, Copy)]
pub enum Days {
    Past,
    Now,
    ToCome,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority(CertifiedIssuer::self_signed(params, key()).expect("a root"))
    }

    /// Its certificate.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// What a server of that name needs for speaking TLS.
    pub fn server(&self, name: &str, days: Days) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        let (from, to) = match days {
            Days::Past => (2001, 2002),
            Days::Now => (2001, 2999),
            Days::ToCome => (2998, 2999),
        };
        (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        let key = key();
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        let private = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(vec![certificate.into()], private));
        Arc::new(config.expect("what a server needs"))
    }
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}
