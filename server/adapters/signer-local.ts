/** A signer whose keys derive from one mnemonic (BIP-39, BIP-32 path m/44'/60'/0'/0/index) kept in the state folder. */
import { open, readFile, rename, writeFile } from 'node:fs/promises'
import { type Address, getAddress, type Hex, type TypedDataDefinition } from 'viem'
import { english, generateMnemonic, type HDAccount, hdKeyToAccount, mnemonicToAccount } from 'viem/accounts'
import type { SignableTransaction, Signer } from '../ports/signer.ts'
import { signerErrors } from '../ports/signer.ts'

/** Wallets beyond the highest index known are searched this far: another process may have just created some. */
const searchedAhead = 64

/** Remembers the highest index ever handed out, so that a fresh process knows how far to search for an address. */
interface Extent {
  read(): Promise<number>
  raise(index: number): Promise<void>
}

/** Opens the mnemonic at `path`, creating it (mode 0600) when absent. Errors: SIGNER_KEY_INVALID, UNKNOWN_KEY. */
export async function openLocalSigner(path: string): Promise<Signer> {
  return signerOf(await readOrCreate(path), extentInFile(`${path}.extent`))
}

/** The signer of a known mnemonic, for tests. */
export function localSigner(mnemonic: string): Signer {
  return signerOf(mnemonic, extentInMemory())
}

function signerOf(mnemonic: string, extent: Extent): Signer {
  // Stretching the mnemonic to its seed is slow on purpose; children of the key then cost a multiplication each.
  const parent = mnemonicToAccount(mnemonic, { path: "m/44'/60'/0'/0" }).getHdKey()
  const byIndex: HDAccount[] = []
  const byAddress = new Map<string, HDAccount>()
  let raised = -1
  const account = (index: number): HDAccount => {
    const known = byIndex[index]
    if (known !== undefined) return known
    const derived = hdKeyToAccount(parent, { path: `m/${index}` as `m/44'/60'/${string}` })
    byIndex[index] = derived
    byAddress.set(derived.address, derived)
    return derived
  }
  const address = async (index: number): Promise<Address> => {
    if (!Number.isInteger(index) || index < 0 || index >= 2 ** 31) throw signerErrors.UNKNOWN_KEY({ index })
    if (index > raised) {
      await extent.raise(index)
      raised = index
    }
    return account(index).address
  }
  const search = async (wanted: Address): Promise<HDAccount | undefined> => {
    const key = getAddress(wanted)
    if (!byAddress.has(key)) {
      const last = (await extent.read()) + searchedAhead
      for (let index = 0; index <= last && !byAddress.has(key); index++) account(index)
    }
    return byAddress.get(key)
  }
  const find = async (wanted: Address): Promise<HDAccount> => {
    const found = await search(wanted)
    if (found === undefined) throw signerErrors.UNKNOWN_KEY({ address: wanted })
    return found
  }
  return {
    address,
    holds: async (wanted) => (await search(wanted)) !== undefined,
    signTransaction: async (from, transaction) => signEip1559(await find(from), transaction),
    signTypedData: async (from, typedData) => (await find(from)).signTypedData(typedData as TypedDataDefinition),
  }
}

function extentInMemory(): Extent {
  let highest = 0
  return {
    read: async () => highest,
    raise: async (index) => {
      highest = Math.max(highest, index)
    },
  }
}

/** Two processes may write at once and the lower number win; the search ahead covers that. */
function extentInFile(path: string): Extent {
  const read = () => readFile(path, 'utf8').then(Number, () => 0)
  return {
    read,
    async raise(index) {
      if ((await read()) >= index) return
      await writeFile(`${path}.${process.pid}.new`, String(index))
      await rename(`${path}.${process.pid}.new`, path)
    },
  }
}

function signEip1559(account: HDAccount, transaction: SignableTransaction): Promise<Hex> {
  return account.signTransaction({ ...transaction, type: 'eip1559' })
}

async function readOrCreate(path: string): Promise<string> {
  try {
    // O_EXCL: of two processes that start at once, one creates and the other reads.
    const file = await open(path, 'wx', 0o600)
    const mnemonic = generateMnemonic(english, 256)
    await file.writeFile(`${mnemonic}\n`)
    await file.sync()
    await file.close()
    return mnemonic
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  for (let wait = 0; wait < 50; wait++) {
    const text = (await readFile(path, 'utf8')).trim()
    if (text.split(/\s+/).length >= 12) {
      try {
        mnemonicToAccount(text)
        return text
      } catch (cause) {
        throw signerErrors.SIGNER_KEY_INVALID({ path }, { cause })
      }
    }
    await new Promise((resume) => setTimeout(resume, 20))
  }
  throw signerErrors.SIGNER_KEY_INVALID({ path })
}
