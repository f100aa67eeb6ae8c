/** Exported functions of `policy/` that are no rules of their own: parts that get what a rule has checked, and words for them. */
const of = (file: string, ...names: readonly string[]) => names.map((name) => [`policy/${file}`, name] as const)

export const parts: readonly (readonly [file: string, name: string])[] = [
  // Parts of evaluateCase, assessCase and validateDocument, which check the dossier.
  ...of('caseExplanation', 'explain'),
  ...of('caseFlags', 'flag', 'dossierFlags'),
  ...of('comparisons', 'compareDocuments', 'crossSourceTolerance', 'contractedValue', 'tryDecimal', 'median'),
  ...of('documentChecks', 'pointsDown', 'usableDocuments', 'isAuthentic', 'checkRequirements', 'checkCustody'),
  ...of('documentChecks', 'checkDuties', 'sourceDiversity', 'countSources', 'normalName', 'issuerKey', 'compareText'),
  ...of('statedShipments', 'statedShipments'),
  ...of('surveys', 'surveysOf', 'reliedSurveys', 'checkQuantity'),
  // The search for a committee of assignCommittee, which checks the nodes.
  ...of('committeeSearch', 'firstCommittee'),
  ...of('seatFlow', 'largestFlow', 'counted'),
  // Who may vote and what the ballots add up to, for decideProposal and the other votes, which check them.
  ...of('ballots', 'rollOf', 'castBy', 'countsOf'),
  // Checks and moves of prices for nextBreaker, extremeVolatility and the averages.
  ...of('averages', 'checkPrices'),
  ...of('breakers', 'largestMove'),
  // The words in which every heuristic of fraud reports.
  ...of('fraudAlerts', 'alert'),
]
