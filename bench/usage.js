/** What processes have used of the machine, as Linux tells it; elsewhere nothing is known. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS = process.platform === 'linux' ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : NaN;

/** Seconds of CPU since the process began. */
function cpuSeconds(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return NaN;
  }
}

/** Resident memory in MiB. */
export function memoryOf(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
  } catch {
    return NaN;
  }
}

/** CPU of a contender's process, and of the database's processes that serve it. */
export async function cpuOf(contender, admin) {
  const { rows } = await admin.query('select pid from pg_stat_activity where usename = $1', [contender.role]);
  return { server: cpuSeconds(contender.pid), database: rows.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0) };
}
