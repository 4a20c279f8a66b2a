//! A cluster of Apache Ballista: a session on it, and its two kinds of process.
//!
//! The processes are part of this program so that their version is always the one that it speaks.
//! Scheduler and executors read the staging folder under the same path as the build.

use std::net::SocketAddr;
use std::sync::Arc;

use ballista::prelude::{SessionConfigExt, SessionContextExt};
use ballista_core::error::BallistaError;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use datafusion::error::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};

/// How a scheduler is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchedulerOptions {
    /// Where it listens.
    pub listen: SocketAddr,
    /// After how many seconds of silence an executor counts as lost, and its work goes to others.
    pub executor_timeout_seconds: u64,
}

/// How an executor is started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecutorOptions {
    /// The address at which the scheduler and other executors reach it; it listens on two ports, of
    /// which this is the first.
    pub listen: SocketAddr,
    /// The host and port of the scheduler.
    pub scheduler: (String, u16),
    /// How many tasks it runs at once.
    pub tasks: usize,
    /// What all of its tasks together may keep in memory before they spill to disk, in bytes.
    pub memory_bytes: u64,
    /// How often it tells the scheduler that it is there, in seconds.
    pub heartbeat_seconds: u64,
}

/// In how many parts stages are divided: as many tasks as a small cluster runs at once.
const PARTITIONS: usize = 8;

/// A session on the cluster of a scheduler at `df://host:port`.
///
/// Plans are made before they run: the planner that adapts them while they run does not come to an
/// end with the joins of our statements.
pub(super) async fn session(url: &str) -> Result<SessionContext, DataFusionError> {
    let config = SessionConfig::new_with_ballista()
        .with_target_partitions(PARTITIONS)
        .with_ballista_adaptive_query_planner(false);
    let state = SessionStateBuilder::new()
        .with_default_features()
        .with_config(config)
        .build();
    SessionContext::remote_with_state(url, state).await
}

/// Runs a scheduler until the process is stopped.
///
/// # Errors
/// Where it cannot listen.
pub async fn run_scheduler(options: &SchedulerOptions) -> Result<(), BallistaError> {
    let config = SchedulerConfig {
        external_host: options.listen.ip().to_string(),
        bind_host: options.listen.ip().to_string(),
        bind_port: options.listen.port(),
        executor_timeout_seconds: options.executor_timeout_seconds,
        expire_dead_executor_interval_seconds: options.executor_timeout_seconds.div_ceil(2),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    start_server(cluster, options.listen, Arc::new(config)).await
}

/// Runs an executor until the process is stopped.
///
/// # Errors
/// Where it cannot listen, or does not reach the scheduler.
pub async fn run_executor(options: &ExecutorOptions) -> Result<(), BallistaError> {
    let (scheduler_host, scheduler_port) = options.scheduler.clone();
    let config = ExecutorProcessConfig {
        bind_host: options.listen.ip().to_string(),
        external_host: Some(options.listen.ip().to_string()),
        port: options.listen.port(),
        grpc_port: options.listen.port().saturating_add(1),
        scheduler_host,
        scheduler_port,
        scheduler_connect_timeout_seconds: 30,
        vcores: options.tasks,
        memory_pool_size: Some(options.memory_bytes),
        executor_heartbeat_interval_seconds: options.heartbeat_seconds,
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config)).await
}
