/** Where the contracts of one chain are: a JSON file, replaced in one step, so that a kill leaves the old or the new one. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Address, isAddress } from 'viem'
import { type Addresses, type DeployedName, deployed } from './plan.ts'

export interface AddressBook {
  readonly chainId: number
  /** No log of ours is in an earlier block. */
  readonly deployedAtBlock: number
  readonly contracts: Addresses
}

/** As stored: `contracts` stays empty until the deployment is complete. */
export interface StoredBook {
  readonly chainId: number
  readonly deployedAtBlock: number
  readonly contracts: Partial<Record<DeployedName, Address>>
}

/** The book, or null when there is none. @throws Error when the file is no address book or one of another chain. */
export function readStoredBook(path: string, chainId: number): StoredBook | null {
  if (!existsSync(path)) return null
  let book: StoredBook
  try {
    book = JSON.parse(readFileSync(path, 'utf8')) as StoredBook
  } catch (cause) {
    throw new Error(`${path} is not an address book`, { cause })
  }
  const addresses = Object.values(book.contracts ?? {})
  if (!Number.isSafeInteger(book.deployedAtBlock) || !addresses.every((address) => isAddress(address))) {
    throw new Error(`${path} is not an address book`)
  }
  if (book.chainId !== chainId) throw new Error(`${path} is of chain ${book.chainId}, the node is of chain ${chainId}`)
  return book
}

/** True when every contract of this version has its entry. */
export function isComplete(book: StoredBook): book is AddressBook {
  return deployed.every((name) => book.contracts[name] !== undefined)
}

export function writeBook(path: string, book: StoredBook): void {
  mkdirSync(dirname(path), { recursive: true })
  const fresh = `${path}.${process.pid}.new`
  writeFileSync(fresh, `${JSON.stringify(book, null, 2)}\n`, { flush: true })
  renameSync(fresh, path)
}
