/**
 * Judgements of mutants that survive. A row covers the survivors of `file`, or of any file, whose line fits `code`, whose mutated
 * part fits `part` and whose replacement fits `became`; the first row that fits counts, and one that covers nothing is reported.
 */
export interface Judgement {
  readonly file?: string
  readonly code: RegExp
  readonly part?: RegExp
  readonly became?: RegExp
  readonly why: string
}

const since = 'A gap; a test holds it since this measurement.'
const empty = /^(""|``)$/

export const judgements: readonly Judgement[] = [
  // Held by tests that were written after the measurement.
  { file: 'policy/creditSerials.ts', code: /checkBlocks|check\.that\((from ===|to >=)|book\.entries/, why: since },
  { file: 'policy/consensus.ts', code: /weights\.size|REPORT_NOT_IN_COMMITTEE|REPORT_DUPLICATE/, why: since },
  { file: 'policy/allocationHistory.ts', code: /ALLOCATION_EXPORT_/, why: since },
  { file: 'policy/permanence.ts', code: /year % reportYears|duty !== null/, why: since },
  { file: 'policy/fraudAlerts.ts', code: /2 \* truePositive/, why: since },
  { file: 'policy/fraudTrades.ts', code: /sides\.filter/, why: since },
  { file: 'policy/fraudTransfers.ts', code: /atSeconds \/ day|const later|const visited/, why: since },
  { file: 'policy/documentChecks.ts', code: /const best|^usableDocuments\(dossier\)$/, why: since },
  { file: 'policy/caseEvaluation.ts', code: /!== 'outsideTolerance'\) return/, became: /^false$/, why: since },
  { file: 'policy/allocationRestatement.ts', code: /\(a < b \? -1 : 1\)/, became: /^true$/, why: since },
  { file: 'policy/feeds.ts', code: /a\.source < b\.source/, became: />=/, why: since },
  { file: 'policy/comparisons.ts', code: /compareText\(a\.value/, why: since },
  { file: 'policy/caseEvaluation.ts', code: /scoreE4 >= /, part: /^(of\.)?scoreE4 >= \S+$/, why: since },
  { file: 'policy/consensus.ts', code: /passed \* 2 >= presentE4/, why: since },
  { file: 'policy/documentTiers.ts', code: /other\.statements\.some/, became: /every/, why: since },
  { file: 'methodology/renderTrace.ts', code: /inputs\.length === 0/, part: /^inputs/, why: since },
  { file: 'replay.ts', code: /a\.id < b\.id/, became: /^true$/, why: since },
  { file: 'errors.ts', code: /table\.has\(code\)/, why: since },
  { file: 'shapes.ts', code: /test\(value\)|a quantity|value\.keys|strange|found !== null/, why: since },
  // Gone since the measurement, with the code.
  { file: 'checks.ts', code: /refuseFor/, why: 'The code is gone since this measurement.' },
  { file: 'policy/allocationLimits.ts', code: /const below/, why: 'Equivalent: at equality both give the same.' },
  // Unreachable names.
  {
    file: 'methodology/soilProfiles.ts',
    code: /point\.pointer.\/baseline/,
    why: 'The name in an error that this call cannot raise: the reference is of the baseline itself.',
  },
  {
    file: 'shapes.ts',
    code: /parseExact\(value, ''\)/,
    why: 'Equivalent: the refusal is caught, only its kind counts.',
  }, // Words and names.
  {
    code: /: not\(value|describes: |fault\(|not\(value, /,
    part: /^(['`]|\(name\))/,
    why: 'Words for people: tests hold code and field of a refusal, not all its wording.',
  },
  {
    code: /check\w*\.that\(|refuse\(|reason|METHODOLOGY_INPUT_INVALID|is named twice/,
    part: / /,
    became: empty,
    why: 'Words for people: tests hold code and field of a refusal, not all its wording.',
  },
  {
    code: /scaledExactly\(|fromExactUp\(|quantity\(|parseExact\(|parseQuantity\(|fraction\(|readText\(|check\.whole\(|, 'carryIn'/,
    part: /^['`]/,
    became: empty,
    why: 'The name in an error that this call cannot raise: the value was checked before, or is a governed parameter within its range.',
  },
  { code: /Errors\.\w+\(\{/, became: /^(\{\}|"")$/, why: 'A detail of a refusal; its code is held.' },
  // Equalities.
  {
    code: /[<>]=? .* \? .* : |if \(room < minted\)|if \(to > from\)|if \(a < b\) return a|if \(roomFt <= 0n\)/,
    became: /[<>]=? /,
    why: 'Equivalent: at equality both branches give the same.',
  },
  {
    code: /toSorted\(|\.sort\(|\? -1 : 1|compareText/,
    why: 'Equivalent for what follows: the keys differ, or equals may stand in any order; the position in time is checked again where it counts.',
  },
  // Work saved.
  {
    code: /mintedOn\.delete|wanted === 0n|ordered\.length > 0|parent\.set\(node, top\)|steps [<>]=? maxSteps|sets\.set|known !== undefined\) return known|if \(a === b\) return 0|after\.denominator === before/,
    why: 'Equivalent: it only saves work, or a bound of the search that no result depends on.',
  },
  {
    file: 'policy/caseEvaluation.ts',
    code: /requirements\.length === 0|duties\.total === 0/,
    why: 'A checklist always has documents and duties; without any the branch keeps a quotient from having no value.',
  },
  {
    file: 'policy/caseEvaluation.ts',
    code: /!== 'outsideTolerance'/,
    why: 'Equivalent for governed weights: outside the tolerance the quantity scores nothing, and without it no score reaches a threshold.',
  },
  {
    code: /recent\.length === 0|others === 0n|days > 0|whole === 0|dropEachSide|most === undefined|reference === null|arrival === undefined|second !== null|returns\.length < 2|lost\.value > stakePt|path\.length > 1|first\.from !== first\.to|known\.atMs < |excess > 0n/,
    why: 'A guard beside another: governed minima or the branch before it already exclude the case.',
  },
  // Code that the compiler asks for, or a unit nobody reads.
  {
    code: /kind: '(crownCover|climate)'|material === 'hurd'|heights === null|table === undefined|approach2 !== null|typeof value ===? ?'|typeof value !== '|sign = ''|unit\) === |typeof amount|documentId === null \|\|/,
    why: 'Equivalent: the condition beside it decides the same; the compiler asks for it.',
  },
  { code: /measure\(.*'t\/ha'/, became: empty, why: 'Equivalent: only the number of this measure is read.' },
  {
    code: /instanceof AssayError/,
    why: 'Equivalent: parsers throw nothing else; a mistake in the code would pass through.',
  },
  {
    code: /country\.toUpperCase\(\)|subjects\.join/,
    why: 'Equivalent: a key, the same on both sides of a comparison.',
  },
  {
    code: /\[\]/,
    became: /Stryker was here/,
    why: 'An empty list that nobody reads on this way, or that is filtered again.',
  },
]
