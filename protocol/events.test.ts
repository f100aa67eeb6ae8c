import { toEventSelector, toEventSignature } from 'viem'
import { expect, test } from 'vitest'
import { abis } from '../contracts/generated/abis.ts'
import { type ProvenContract, provenEvents } from './events.ts'

test('every event is the one the contract emits, indexed members included', () => {
  for (const [contract, events] of Object.entries(provenEvents)) {
    for (const event of events) {
      const emitted = abis[contract as ProvenContract].find((item) => item.type === 'event' && item.name === event.name)
      if (emitted?.type !== 'event') throw new Error(`${contract} emits no ${event.name}`)
      expect(toEventSelector(event)).toBe(toEventSelector(emitted))
      expect(toEventSignature(event)).toBe(toEventSignature(emitted))
      const places = (inputs: readonly { name: string; indexed?: boolean }[]) =>
        inputs.map(({ name, indexed }) => [name, indexed ?? false])
      expect(places(event.inputs)).toEqual(places(emitted.inputs))
    }
  }
})
