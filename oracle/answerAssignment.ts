import { AssayError } from '@assay/domain/errors.ts'
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { oracleErrors } from './errors.ts'
import type { SignedReport } from './journal.ts'
import type { Assignment, Node } from './node.ts'
import { signReport } from './signReport.ts'

/**
 * Answers one assignment. A report signed before is sent again as it is; otherwise the case file is fetched, checked and
 * evaluated, the signed report is kept, and what was kept is sent. Sending twice is answered as once. A refusal is kept as well.
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
  const { caseId, round } = assignment
  try {
    const file = await node.api.get<CaseFile>(`/cases/${caseId}/dossier`)
    if (file.caseId !== caseId || file.round !== round) {
      throw oracleErrors.ORACLE_DOSSIER_REFUSED({ check: 'assignment', found: file.round, expected: round })
    }
    const opinion = await node.judge(node, file)
    if (!node.journal.serves(file.chain)) {
      const expected = 'the chain and contract this journal serves'
      throw oracleErrors.ORACLE_DOSSIER_REFUSED({
        check: 'chain',
        found: `${file.chain.chainId}/${file.chain.verifyingContract}`,
        expected,
      })
    }
    return await signReport(node.account, file, opinion)
  } catch (error) {
    if (error instanceof AssayError && error.code === 'ORACLE_DOSSIER_REFUSED') {
      node.journal.refuse(caseId, round, { code: error.code, ...error.details })
    }
    throw error
  }
}
