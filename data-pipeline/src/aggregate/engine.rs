//! Where SQL runs: Apache DataFusion on this machine, or Apache Ballista on a cluster.
//!
//! Both get the same text over the same files. On one machine the memory of a query is bounded:
//! what does not fit is spilled to disk.

use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::ListingOptions;
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};

use super::record_writer::{COLUMNS, RECORDS, at, write_batch};
use super::{AggregateError, Statement};

/// The folder, below the staging folder, of what the statements of tables join with.
const TABLES: &str = "tables";

/// What runs the statements of tables.
pub struct Engine {
    runtime: tokio::runtime::Runtime,
    place: EnginePlace,
}

/// Where statements run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnginePlace {
    /// On this machine.
    Local {
        /// What one statement may keep in memory before it spills to disk, in bytes.
        memory_bytes: usize,
    },
    /// On a cluster of Apache Ballista that reads the staging folder under the same path.
    #[cfg(feature = "cluster")]
    Cluster {
        /// The address of its scheduler, as `df://host:50050`.
        url: String,
    },
}

impl Default for EnginePlace {
    fn default() -> Self {
        Self::Local {
            memory_bytes: 1 << 30,
        }
    }
}

impl Engine {
    /// An engine at a place; a cluster is asked for the first time when a statement runs.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn new(place: EnginePlace) -> Result<Self, AggregateError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| AggregateError::Engine {
            error: error.to_string(),
        })?;
        Ok(Self { runtime, place })
    }

    /// Runs the SQL of a table over what is staged below a folder: `records`, and every file of
    /// `tables/<table>/` under its own name.
    ///
    /// Texts come back as `Utf8`, in batches that are not empty, in the order of the statement.
    ///
    /// # Errors
    /// Where nothing is staged, the text is not a query, or it fails.
    pub fn run(
        &self,
        folder: &Path,
        table: &str,
        sql: &str,
    ) -> Result<Vec<RecordBatch>, AggregateError> {
        let parameters = parameters(folder, table)?;
        let answer = self.runtime.block_on(async {
            let context = self.session(folder).await?;
            register_records(&context, folder).await?;
            for (name, path) in &parameters {
                context
                    .register_parquet(name, path, ParquetReadOptions::default())
                    .await?;
            }
            let only_queries = SQLOptions::new()
                .with_allow_ddl(false)
                .with_allow_dml(false)
                .with_allow_statements(false);
            let frame = context.sql_with_options(sql, only_queries).await?;
            frame.collect().await
        });
        let plain = answer.and_then(|batches| {
            let filled = batches.iter().filter(|batch| batch.num_rows() > 0);
            filled.map(with_plain_texts).collect()
        });
        plain.map_err(|error| AggregateError::Query {
            table: table.to_owned(),
            error: error.to_string(),
        })
    }

    async fn session(&self, folder: &Path) -> Result<SessionContext, DataFusionError> {
        match &self.place {
            EnginePlace::Local { memory_bytes } => {
                let runtime = RuntimeEnvBuilder::new()
                    .with_memory_pool(Arc::new(FairSpillPool::new(*memory_bytes)))
                    .with_temp_file_path(folder)
                    .build_arc()?;
                let config = SessionConfig::new();
                Ok(SessionContext::new_with_config_rt(config, runtime))
            }
            #[cfg(feature = "cluster")]
            EnginePlace::Cluster { url } => super::cluster::session(url).await,
        }
    }
}

async fn register_records(context: &SessionContext, folder: &Path) -> Result<(), DataFusionError> {
    let columns = folder.join(COLUMNS).to_string_lossy().into_owned();
    let columns = context.read_parquet(columns, ParquetReadOptions::default());
    let schema = Arc::new(columns.await?.schema().as_arrow().clone());
    let partitions = vec![
        ("city".to_owned(), DataType::Utf8),
        ("dataset".to_owned(), DataType::Utf8),
        ("year".to_owned(), DataType::Int32),
    ];
    let options = ListingOptions::new(Arc::new(ParquetFormat::default()))
        .with_file_extension(".parquet")
        .with_table_partition_cols(partitions);
    let path = format!("{}/", folder.join(RECORDS).display());
    context
        .register_listing_table(RECORDS, path, options, Some(schema), None)
        .await
}

/// Writes the tables that a statement joins with; executors of a cluster read them as well, so they
/// are files, like the records.
pub(super) fn write_parameters(
    folder: &Path,
    table: &str,
    statement: &Statement,
) -> Result<(), AggregateError> {
    let folder = folder.join(TABLES).join(table);
    std::fs::create_dir_all(&folder).map_err(at(&folder))?;
    for (name, batch) in &statement.parameters {
        write_batch(&folder.join(format!("{name}.parquet")), batch)?;
    }
    Ok(())
}

/// The names and paths of the tables that a statement joins with.
fn parameters(folder: &Path, table: &str) -> Result<Vec<(String, String)>, AggregateError> {
    let folder = folder.join(TABLES).join(table);
    let mut parameters = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(at(&folder))? {
        let path = entry.map_err(at(&folder))?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        parameters.push((name.into_owned(), path.to_string_lossy().into_owned()));
    }
    parameters.sort();
    Ok(parameters)
}

/// Whatever kind of text the engine prefers, `Utf8` comes out.
fn with_plain_texts(batch: &RecordBatch) -> Result<RecordBatch, DataFusionError> {
    let is_text = |kind: &DataType| {
        matches!(
            kind,
            DataType::Utf8View | DataType::LargeUtf8 | DataType::Dictionary(_, _)
        )
    };
    let mut fields = Vec::new();
    let mut columns = Vec::new();
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        let (kind, column) = match is_text(field.data_type()) {
            true => (DataType::Utf8, cast(column, &DataType::Utf8)?),
            false => (field.data_type().clone(), Arc::clone(column)),
        };
        fields.push(Field::new(field.name(), kind, true));
        columns.push(column);
    }
    Ok(RecordBatch::try_new(
        Arc::new(Schema::new(fields)),
        columns,
    )?)
}
