/** What the numbers of parameters are measured in: a closed vocabulary, so that a unit is written in one way only. */

/** Each unit with what it says. */
export const parameterUnits = {
  none: 'a word, a version or yes and no: nothing is measured',
  ratio: 'a share, weight or factor; 1 is the whole, 0.01 is one percent',
  'ratio/year': 'a ratio for each year',
  percentagePoints: 'hundredths of a whole, as they are added to or taken from a percentage',
  points: 'a score on the scale that the title or source names',
  count: 'a number of things',
  coefficient: 'fitted by a published equation, in the units that equation takes',
  PT: 'Payment Token',
  FT: 'Foundation Token',
  'PT/FT': 'Payment Token for one Foundation Token',
  USD: 'United States dollars',
  'USD/month': 'United States dollars a month',
  EUR: 'euros',
  'EUR/month': 'euros a month',
  'EUR/ha': 'euros a hectare',
  CHF: 'Swiss francs',
  seconds: 'seconds',
  minutes: 'minutes',
  hours: 'hours',
  days: 'days of 24 hours; in a calendar of the programme, days since its launch',
  businessDays: 'days that are neither Saturday nor Sunday',
  weeks: 'weeks',
  months: 'months; in a schedule, months since the launch',
  years: 'years',
  bytes: 'bytes',
  '1/minute': 'for each minute',
  '1/day': 'for each day',
  '1/ha': 'for each hectare',
  cm: 'centimetres',
  km: 'kilometres',
  m2: 'square metres',
  m3: 'cubic metres',
  ha: 'hectares',
  t: 'tonnes',
  kg: 'kilograms',
  knots: 'nautical miles an hour',
  'g/cm3': 'grams a cubic centimetre',
  'kg/m3': 'kilograms a cubic metre',
  kgC: 'kilograms of carbon',
  kgCO2e: 'kilograms of carbon dioxide equivalent',
  'kgCO2e/kg': 'kilograms of carbon dioxide equivalent for each kilogram',
} as const

export type ParameterUnit = keyof typeof parameterUnits

/** One unit for every number of a value, or one for each member, as deep as they differ. The unit of a list is that of its rows. */
export type ParameterUnits = ParameterUnit | { readonly [member: string]: ParameterUnits }

/** One unit where all members have the same. */
export function unitOfMembers(members: readonly (readonly [name: string, unit: ParameterUnits])[]): ParameterUnits {
  const [first] = members
  const same = members.every(([, unit]) => JSON.stringify(unit) === JSON.stringify(first?.[1]))
  return same && first !== undefined && typeof first[1] === 'string' ? first[1] : Object.fromEntries(members)
}

/** On one line, for people. */
export function unitText(unit: ParameterUnits): string {
  if (typeof unit === 'string') return unit
  const members = Object.entries(unit).map(([name, of]) => `${name}: ${unitText(of)}`)
  return `{ ${members.join('; ')} }`
}
