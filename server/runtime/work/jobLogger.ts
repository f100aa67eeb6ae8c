import { Logger as JobLogger } from 'graphile-worker'
import type { Logger } from '../../module.ts'

/** The job library's log, passed on to ours. Its `info` is per job, so it becomes `debug`. */
export function jobLogger(log?: Logger): JobLogger {
  return new JobLogger((scope) => (level, message, meta) => {
    if (log === undefined) return
    const fields = {
      job: scope.jobId,
      task: scope.taskIdentifier,
      ...(meta?.error ? { error: String(meta.error) } : {}),
    }
    if (level === 'error') log.error(fields, message)
    else if (level === 'warning') log.warn(fields, message)
    else log.debug(fields, message)
  })
}
