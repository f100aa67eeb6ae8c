import { expect, test } from 'vitest'
import { fictraAccess } from '../programmes/fictraAccess.ts'
import { roles as allRoles, type Role } from '../roles.ts'
import { initial, withValue } from '../test/parameters.ts'
import { roleConflicts } from './roleSeparation.ts'

const pairs = (...roles: Role[]) => roleConflicts(roles, initial).map(({ roles: pair }) => pair)

test('a role that does not exist is refused', () => {
  expect(() => roleConflicts(['king' as Role], initial)).toThrowError(
    expect.objectContaining({ code: 'DUTIES_INPUT_INVALID' }),
  )
})

test('2.20: who runs the installation does not govern it, and the duties that exclude each other are named', () => {
  expect(roleConflicts(['governance', 'operator'], initial)).toEqual([
    { roles: ['governance', 'operator'], because: ['operateInfrastructure', 'executeGovernance'], source: '2.20' },
  ])
  expect(pairs('operator', 'compliance', 'registrar')).toEqual([])
  expect(pairs('governance', 'compliance')).toEqual([])
})

test('2.20: who issues tokens neither changes parameters nor runs the installation', () => {
  expect(roleConflicts(['operator', 'treasury'], initial)).toEqual([
    { roles: ['operator', 'treasury'], because: ['operateInfrastructure', 'issueTokens'], source: '2.20' },
  ])
  const others = allRoles.filter((role) => pairs('treasury', role).length > 0)
  expect(others).toEqual(['governance', 'operator', 'auditor'])
})

test('who judges neither reviews nor registers what is judged, and nobody audits who acts', () => {
  const auditors = allRoles.filter((role) => pairs('auditor', role).length > 0)
  expect(auditors).toEqual(allRoles.filter((role) => !['auditor', 'registrar', 'compliance'].includes(role)))
  expect(pairs('verifier', 'reviewer', 'registrar')).toEqual([
    ['verifier', 'reviewer'],
    ['verifier', 'registrar'],
  ])
  expect(roleConflicts(['reviewer', 'oracle'], initial)).toEqual([
    { roles: ['reviewer', 'oracle'], because: ['review', 'verify'], source: '2.20, 2.26 no. 9; pairs [P]' },
  ])
})

test('what is kept apart subject by subject may be held together, and one role conflicts with none', () => {
  expect(pairs('landowner', 'verifier', 'oracle', 'creditBuyer', 'seller', 'inspector')).toEqual([])
  expect(pairs('buyer', 'reviewer')).toEqual([])
  for (const role of allRoles) expect(pairs(role, role)).toEqual([])
})

test('the pairs follow the parameters in force', () => {
  const others = withValue(fictraAccess.exclusiveDuties, [{ first: 'moveTreasury', second: 'manageRelations' }])
  expect(roleConflicts(['governance', 'operator'], others)).toEqual([
    { roles: ['governance', 'operator'], because: ['approve', 'execute'], source: '2.20, 2.26 no. 9; pairs [P]' },
  ])
})

test('duties that one scope holds alone are no conflict of two roles', () => {
  const within = withValue(fictraAccess.exclusiveDuties, [{ first: 'changeParameters', second: 'executeGovernance' }])
  expect(roleConflicts(['governance', 'operator'], within)).toMatchObject([{ because: ['approve', 'execute'] }])
})
