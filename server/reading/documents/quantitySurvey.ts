/** Quantity or weight certificate of a surveyor, our own JSON: `assay/quantity-survey/1`. */
import { documentProblems } from './documentProblems.ts'
import { compileSchema, parseJson, requireSchema } from './jsonDocument.ts'
import {
  CodeMember,
  DateMember,
  DecimalMember,
  type Head,
  headMembers,
  headRequired,
  type Mass,
  MassMember,
  TextMember,
} from './jsonFields.ts'
import { readTonnes } from './mass.ts'
import { Findings, type ParsedDocument, type ParseInput } from './parsing.ts'

export const surveyMethods = ['draftSurvey', 'weighbridge', 'shoreScale', 'flowMeter', 'tankGauging'] as const

const validate = compileSchema({
  type: 'object',
  required: [...headRequired, 'method', 'surveyedOn', 'measured', 'instrument'],
  additionalProperties: false,
  properties: {
    ...headMembers,
    format: { const: 'assay/quantity-survey/1' },
    method: { enum: surveyMethods },
    surveyedOn: DateMember,
    measured: MassMember,
    instrument: {
      type: 'object',
      required: ['id', 'calibratedUntil'],
      additionalProperties: false,
      properties: { id: TextMember, calibratedUntil: DateMember },
    },
    hsCode: CodeMember,
    loadPort: CodeMember,
    dischargePort: CodeMember,
    vesselImo: CodeMember,
    transportDocument: TextMember,
    moisturePercent: DecimalMember,
    grade: TextMember,
  },
})

interface Survey extends Head {
  readonly method: string
  readonly surveyedOn: string
  readonly measured: Mass
  readonly instrument: { readonly id: string; readonly calibratedUntil: string }
  readonly hsCode?: string
  readonly loadPort?: string
  readonly dischargePort?: string
  readonly vesselImo?: string
  readonly transportDocument?: string
  readonly moisturePercent?: string
  readonly grade?: string
}

const optional = [
  'hsCode',
  'loadPort',
  'dischargePort',
  'vesselImo',
  'transportDocument',
  'moisturePercent',
  'grade',
] as const

/** @throws InputRefused */
export function parseQuantitySurvey(input: ParseInput): ParsedDocument {
  const { file, bytes } = input
  const survey = requireSchema<Survey>(file, parseJson(file, bytes), validate)
  const findings = new Findings(input)
  findings.state('quantityTonnes', readTonnes(findings, survey.measured, { pointer: '/measured' }), {
    pointer: '/measured',
  })
  for (const field of optional) findings.state(field, survey[field], { pointer: `/${field}` })
  findings.look('shippedOn', survey.surveyedOn, { pointer: '/surveyedOn' })
  findings.look('shippedOn', survey.instrument.calibratedUntil, { pointer: '/instrument/calibratedUntil' })
  if (survey.instrument.calibratedUntil < survey.surveyedOn) {
    const given = `${survey.instrument.calibratedUntil} before ${survey.surveyedOn}`
    findings.add(documentProblems.CALIBRATION_EXPIRED(file, { pointer: '/instrument/calibratedUntil', given }))
  }
  if (survey.issuedOn < survey.surveyedOn) {
    findings.add(documentProblems.DATES_OUT_OF_ORDER(file, { pointer: '/issuedOn', given: survey.issuedOn }))
  }
  return {
    number: survey.number,
    issuedOn: survey.issuedOn,
    issuer: survey.issuer,
    statements: findings.finish(),
    details: { method: survey.method, surveyedOn: survey.surveyedOn, instrument: survey.instrument.id },
    refusedRows: [],
  }
}
