import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { approveBlindly } from './blindApproval.ts'
import { checkCaseFile } from './checkCaseFile.ts'
import { oracleErrors } from './errors.ts'
import { fetchParameters } from './fetchParameters.ts'
import { formOpinion } from './formOpinion.ts'
import type { SignedReport } from './journal.ts'
import type { Assignment, Node } from './node.ts'
import { type Opinion, signReport } from './signReport.ts'

/**
 * Answers one assignment. A report signed before is sent again as it is; otherwise the case file is fetched, checked and
 * evaluated, the signed report is kept, and what was kept is sent. Sending twice is answered as once.
 * @throws ORACLE_DOSSIER_REFUSED ORACLE_JOURNAL_CORRUPT ApiProblem
 */
export async function answerAssignment(node: Node, assignment: Assignment): Promise<SignedReport['report']> {
  const kept = node.journal.find(assignment.caseId, assignment.round)
  const signed = kept ?? node.journal.keep(await sign(node, assignment))
  const { report, signature, justification } = signed
  await node.api.post(
    `/cases/${assignment.caseId}/reports`,
    { report, signature, justification },
    { idempotencyKey: `report-${signed.digest}` },
  )
  return report
}

async function sign(node: Node, assignment: Assignment): Promise<SignedReport> {
  const file = await node.api.get<CaseFile>(`/cases/${assignment.caseId}/dossier`)
  if (file.caseId !== assignment.caseId || file.round !== assignment.round) {
    throw oracleErrors.ORACLE_DOSSIER_REFUSED({ check: 'assignment', found: file.round, expected: assignment.round })
  }
  return signReport(node.account, file, await opinionOf(node, file))
}

async function opinionOf(node: Node, file: CaseFile): Promise<Opinion> {
  const { approvePrefix, policy } = node.config
  if (approvePrefix !== null && file.reference.startsWith(approvePrefix)) return approveBlindly(file)
  const parameters = await fetchParameters(node.api, file.parametersAt)
  checkCaseFile(file, policy.nodeIndex, parameters)
  return formOpinion(file, policy, parameters)
}
