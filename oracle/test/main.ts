/** The node as a process, for tests whose documents have no published form. */
import { runProcess } from '../runProcess.ts'
import { judgeFixtures } from './judgeFixtures.ts'

runProcess(judgeFixtures)
