import pg from 'pg'
import pino from 'pino'
import type { Logger } from '../module.ts'

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Which part of the program speaks: serve, work, index, oracle-3 ... */
  readonly part: string
  readonly destination?: pino.DestinationStream
}

/** A log that can be narrowed: `log.child({ requestId, clientId })`. */
export interface RootLogger extends Logger {
  child(fields: Readonly<Record<string, unknown>>): RootLogger
}

/** JSON lines on standard error. Names that hold secrets are removed wherever they appear at the first two levels; of an error only what
 *  {@link describeError} lets through is written. */
export function createLog(options: LogOptions): RootLogger {
  const secrets = [
    'password',
    'secret',
    'token',
    'authorization',
    'mnemonic',
    'privateKey',
    'clientSecret',
    'databaseUrl',
  ]
  return pino(
    {
      level: options.level,
      base: { part: options.part },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), remove: true },
      serializers: { error: describeError },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  )
}

/** What may be logged of an error. Its fields may hold anything, and a database quotes rows and values in its message, detail and
 *  context: of those errors the words stay out, and code, constraint, table and column say where it failed. */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  const ofDatabase = error instanceof pg.DatabaseError
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(ofDatabase
      ? { constraint: error.constraint, table: error.table, column: error.column, routine: error.routine }
      : { message: error.message }),
    stack: framesOf(error),
    ...(cause !== undefined && depth < causesMost ? { cause: describeError(cause, depth + 1) } : {}),
    ...(error instanceof AggregateError && depth < causesMost
      ? { errors: error.errors.slice(0, causesMost).map((each) => describeError(each, depth + 1)) }
      : {}),
  }
}

const causesMost = 4

/** The stack without its head, which repeats the message. */
function framesOf({ stack }: Error): string {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n')
}

/** For tests and tools that want none. */
export const silentLog: RootLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
}
