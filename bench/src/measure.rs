//! A measurement: a fresh process of a subject in one scenario, from its start to its last call.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio_rustls::TlsAcceptor;

use crate::aws::{Aws, Manner};
use crate::delivery::{self, Proof, SECRET};
use crate::process::Process;
use crate::runtime::{Invocation, RuntimeApi};

/// Calls before the measured ones. The first one is the first call; the others let a runtime
/// settle.
pub(crate) const SETTLE: usize = 100;
/// Number of deliveries without a proof, and of deliveries with a wrong one.
const REFUSED: u64 = 20;

/// A command to measure.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// Its name in tables.
    pub(crate) name: String,
    /// Program and arguments.
    pub(crate) command: Vec<String>,
    /// The number of AWS calls that each delivery must cause. A function that makes fewer has not
    /// done the job.
    pub(crate) aws_calls: usize,
}

/// The conditions of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Scenario {
    /// Its name in tables.
    pub(crate) name: &'static str,
    /// Whether AWS is reached over TLS, and the secret comes from Secrets Manager.
    pub(crate) tls: bool,
    /// The delay of each AWS call.
    pub(crate) delay: Duration,
    /// The length of a body.
    pub(crate) bytes: usize,
    /// Number of measured calls, after those that let it settle.
    pub(crate) calls: usize,
}

/// The results of a measurement.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) init_cpu: Duration,
    pub(crate) init_wall: Duration,
    pub(crate) first_cpu: Duration,
    /// Per call.
    pub(crate) warm_cpu: Duration,
    pub(crate) until_response: Vec<Duration>,
    pub(crate) until_next: Vec<Duration>,
    /// Resident bytes: after the start, when settled, at the end.
    pub(crate) memory: [u64; 3],
    /// Maximum number of AWS calls of a delivery before its response.
    pub(crate) before: usize,
    /// Maximum number of AWS calls of a delivery after its response.
    pub(crate) after: usize,
    pub(crate) connections: usize,
}

/// The effect of refused deliveries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused {
    /// AWS calls before the responses to deliveries without a proof.
    pub(crate) without_proof: usize,
    /// AWS calls before the responses to deliveries with a wrong proof.
    pub(crate) wrong_proof: usize,
}

/// The setting of the measurements: the certificate, and a folder for the functions' output.
pub(crate) struct Stage {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) authority: PathBuf,
    /// The system's roots and the authority.
    bundle: PathBuf,
    pub(crate) tls: TlsAcceptor,
}

/// A running subject that has asked for its first event.
struct Running {
    runtime: RuntimeApi,
    aws: Aws,
    process: Process,
    asked_at: Instant,
}

impl Stage {
    /// Creates a stage with its own certificate.
    pub(crate) fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (certificate, tls) = crate::certificate::certificate()?;
        let authority = folder.path().join("authority.pem");
        let bundle = folder.path().join("bundle.pem");
        std::fs::write(&bundle, crate::certificate::with_system_roots(&certificate)?)?;
        std::fs::write(&authority, certificate)?;
        Ok(Self { folder, authority, bundle, tls })
    }

    /// Measures `subject`. An error means that it did not do its job, so it must not be compared.
    pub(crate) async fn measure(&self, subject: &Subject, scenario: &Scenario) -> Result<Measured> {
        self.explain(subject, scenario, self.measure_it(subject, scenario).await)
    }

    /// Measures only a start and the first delivery.
    pub(crate) async fn measure_start(&self, subject: &Subject, scenario: &Scenario) -> Result<Measured> {
        let measured = async {
            let (running, mut measured) = self.first_delivery(subject, scenario).await?;
            measured.connections = running.aws.look().connections;
            running.process.end().await?;
            Ok(measured)
        };
        self.explain(subject, scenario, measured.await)
    }

    /// Adds the function's output to an error.
    fn explain(&self, subject: &Subject, scenario: &Scenario, measured: Result<Measured>) -> Result<Measured> {
        measured.with_context(|| {
            let printed = std::fs::read_to_string(self.log()).unwrap_or_default();
            let tail: Vec<_> = printed.lines().rev().take(5).collect();
            format!("{} ({}) failed; its last output: {tail:#?}", subject.name, scenario.name)
        })
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    async fn first_delivery(&self, subject: &Subject, scenario: &Scenario) -> Result<(Running, Measured)> {
        let mut running = self.start(subject, scenario, &self.log()).await?;
        let init_cpu = running.process.cpu()?;
        let start = running.process.memory()?;
        running.aws.look();
        let mut measured = Measured {
            init_cpu,
            init_wall: running.asked_at.duration_since(running.process.started_at),
            first_cpu: Duration::ZERO,
            warm_cpu: Duration::ZERO,
            until_response: Vec::with_capacity(scenario.calls),
            until_next: Vec::with_capacity(scenario.calls),
            memory: [start, 0, 0],
            before: 0,
            after: 0,
            connections: 0,
        };
        running.deliver(subject, scenario, 0, &mut measured).await?;
        measured.first_cpu = running.process.cpu()?.saturating_sub(init_cpu);
        Ok((running, measured))
    }

    async fn measure_it(&self, subject: &Subject, scenario: &Scenario) -> Result<Measured> {
        let (mut running, mut measured) = self.first_delivery(subject, scenario).await?;
        for number in 1..SETTLE {
            running.deliver(subject, scenario, number, &mut measured).await?;
        }
        let settled = running.process.cpu()?;
        let settled_memory = running.process.memory()?;
        measured.until_response.clear();
        measured.until_next.clear();
        for number in SETTLE..SETTLE + scenario.calls {
            running.deliver(subject, scenario, number, &mut measured).await?;
        }
        let used = running.process.cpu()?.saturating_sub(settled);
        measured.warm_cpu = used / u32::try_from(scenario.calls.max(1))?;
        let [start, ..] = measured.memory;
        measured.memory = [start, settled_memory, running.process.memory()?];
        measured.connections = running.aws.look().connections;
        running.process.end().await?;
        Ok(measured)
    }

    /// Measures the effect of refused deliveries, over TLS and with the secret in Secrets Manager.
    pub(crate) async fn refuse(&self, subject: &Subject, scenario: &Scenario) -> Result<Refused> {
        let mut running = self.start(subject, scenario, &self.log()).await?;
        let mut calls = [0, 0];
        for (calls, proof) in calls.iter_mut().zip([Proof::Missing, Proof::Wrong]) {
            for number in 0..REFUSED {
                running.aws.look();
                let invocation = running.runtime.invoke(delivery::event(number, scenario.bytes, proof)?).await?;
                ensure!(status(&invocation) == Some(401), "a delivery with proof {proof:?} was not refused");
                *calls += running.calls(&invocation).before;
            }
        }
        running.process.end().await?;
        let [without_proof, wrong_proof] = calls;
        Ok(Refused { without_proof, wrong_proof })
    }

    async fn start(&self, subject: &Subject, scenario: &Scenario, log: &Path) -> Result<Running> {
        let mut runtime = RuntimeApi::start().await?;
        let tls = scenario.tls.then(|| self.tls.clone());
        let aws = Aws::start(Manner { tls, delay: scenario.delay }).await?;
        let variables = self.variables(&runtime, &aws, scenario);
        let process = Process::start(&subject.command, &variables, log)?;
        let asked_at = runtime.started().await?;
        Ok(Running { runtime, aws, process, asked_at })
    }

    /// Returns the variables that Lambda sets, the endpoints of AWS, and the variables that
    /// Frontdesk's template sets.
    fn variables(&self, runtime: &RuntimeApi, aws: &Aws, scenario: &Scenario) -> Vec<(&'static str, String)> {
        let authority = self.authority.display().to_string();
        let secret = if scenario.tls { ("WEBHOOK_SECRET_ID", "bench") } else { ("WEBHOOK_SECRET", SECRET) };
        let fixed = [
            ("AWS_LAMBDA_FUNCTION_NAME", "bench"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("AWS_ACCESS_KEY_ID", "bench"),
            ("AWS_SECRET_ACCESS_KEY", "bench"),
            ("AWS_SESSION_TOKEN", "bench"),
            ("EVENTS_TABLE", "frontdesk-events"),
            secret,
        ];
        let mut variables: Vec<_> = fixed.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        variables.push(("AWS_LAMBDA_RUNTIME_API", runtime.address().to_string()));
        // Node uses the queue's URL as the endpoint.
        let [_, sqs, _] = &aws.endpoints;
        variables.push(("EVENTS_QUEUE_URL", format!("{sqs}/123456789012/frontdesk-events")));
        let names = ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SECRETS_MANAGER"];
        variables.extend(names.into_iter().zip(aws.endpoints.iter().cloned()));
        // Frontdesk's program contains few roots, Node's all of them; the authority is added to
        // either.
        for name in ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"] {
            variables.push((name, authority.clone()));
        }
        // In Lambda, Go reads the system's roots and boto3 the roots that it ships, which are as
        // many.
        variables.push(("AWS_CA_BUNDLE", self.bundle.display().to_string()));
        variables
    }
}

/// The AWS calls of a delivery.
struct Calls {
    /// Before the response.
    before: usize,
    /// After the response.
    after: usize,
    /// Calls to Secrets Manager among all of them: a function may look for fresh secrets after any
    /// response.
    secrets: usize,
}

impl Running {
    /// Sends a delivery, checks the result, and records it in `measured`.
    async fn deliver(
        &mut self,
        subject: &Subject,
        scenario: &Scenario,
        number: usize,
        measured: &mut Measured,
    ) -> Result<()> {
        let event = delivery::event(u64::try_from(number)?, scenario.bytes, Proof::Right)?;
        let invocation = self.runtime.invoke(event).await.with_context(|| format!("at call {number}"))?;
        let said = status(&invocation);
        ensure!(said == Some(200), "call {number} got the response {said:?}, not 200");
        let Calls { before, after, secrets } = self.calls(&invocation);
        let (made, wanted) = (before + after - secrets, subject.aws_calls);
        ensure!(made == wanted, "call {number} made {made} AWS calls, but the job takes {wanted}");
        measured.before = measured.before.max(before);
        measured.after = measured.after.max(after);
        measured.until_response.push(invocation.until_response);
        measured.until_next.push(invocation.until_next);
        Ok(())
    }

    /// Returns the AWS calls since the last look, which belong to one delivery.
    fn calls(&self, invocation: &Invocation) -> Calls {
        let seen = self.aws.look();
        let before = seen.calls.iter().filter(|(_, at)| *at <= invocation.answered_at).count();
        let secrets = seen.calls.iter().filter(|(operation, _)| operation == "GetSecretValue").count();
        Calls { before, after: seen.calls.len() - before, secrets }
    }
}

fn status(invocation: &Invocation) -> Option<u64> {
    let response: Value = serde_json::from_slice(&invocation.response).ok()?;
    response.get("statusCode")?.as_u64()
}
