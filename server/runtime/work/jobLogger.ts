import { Logger as JobLogger } from 'graphile-worker'
import type { Logger } from '../../module.ts'

/** The job library's log, passed on to ours. Its `info` is per job, so it becomes `debug`. Its sentences repeat what an error says, and
 *  that may quote a row: they end before the error, which our log describes in its own way. */
export function jobLogger(log?: Logger): JobLogger {
  return new JobLogger((scope) => (level, message, meta) => {
    if (log === undefined) return
    const fields = {
      job: scope.jobId,
      task: scope.taskIdentifier,
      ...(meta?.error ? { error: meta.error } : {}),
    }
    const words = meta?.error ? message.split(/ with error '|: /, 1)[0]! : message
    if (level === 'error') log.error(fields, words)
    else if (level === 'warning') log.warn(fields, words)
    else log.debug(fields, words)
  })
}
