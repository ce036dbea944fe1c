/** Which source a target reaches, as the JavaScript engine counts it. */
import { Session } from 'node:inspector';

/** A stretch of a file, in characters: start and end. */
export type Stretch = readonly [number, number];

/** What was reached of one file. */
export interface FileCoverage {
  /** Characters that belong to functions. */
  readonly size: number;
  readonly functions: number;
  /** Functions that were never called, by name and place. */
  readonly uncalled: readonly string[];
  /** Stretches that were never reached, in order and apart. */
  readonly unreached: readonly Stretch[];
}

/** By path from the root, without extension. */
export type Coverage = Readonly<Record<string, FileCoverage>>;

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly functionName: string; readonly ranges: readonly Range[] }[];
}

/** Counts from now on, until it is asked; before the sources are loaded, or it misses what is never called. */
export function startCoverage(): (sources: readonly string[]) => Coverage {
  const session = new Session();
  session.connect();
  const ask = (method: string, parameters: object = {}): unknown => {
    let result: unknown;
    session.post(method, parameters, (error, answer) => {
      if (error !== null) throw new Error(`the engine cannot tell what is reached: ${error.message}`);
      result = answer;
    });
    return result;
  };
  ask('Profiler.enable');
  ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return (sources) => {
    const { result } = ask('Profiler.takePreciseCoverage') as { result: Script[] };
    session.disconnect();
    return coverageOf(result, sources);
  };
}

/** `apdu/ber-tlv` of file:///…/apdu/ber-tlv.ts or file:///…/dist/apdu/ber-tlv.js, when it is one of the sources. */
function pathOf(url: string, sources: readonly string[]): string | undefined {
  const path = url.replace(/[?#].*$/, '').replace(/\.(ts|js)$/, '');
  const found = sources.find((source) => path.endsWith(`/${source}`) || path.includes(`/${source}/`));
  if (found === undefined || path.includes('/node_modules/')) return undefined;
  return path.slice(path.lastIndexOf(`/${found}`) + 1);
}

function coverageOf(scripts: readonly Script[], sources: readonly string[]): Coverage {
  const coverage: Record<string, FileCoverage> = {};
  for (const { url, functions } of scripts) {
    const path = pathOf(url, sources);
    if (path === undefined) continue;
    // The first one is the module itself, which runs when it is loaded.
    const own = functions.slice(1);
    coverage[path] = {
      size: total(join(own.map(({ ranges }) => stretch(ranges[0]!)))),
      functions: own.length,
      uncalled: own
        .filter(({ ranges }) => ranges[0]!.count === 0)
        .map(nameOf)
        .sort(),
      unreached: join(own.flatMap(({ ranges }) => ranges.filter(({ count }) => count === 0).map(stretch))),
    };
  }
  return coverage;
}

const stretch = ({ startOffset, endOffset }: Range): Stretch => [startOffset, endOffset];

const nameOf = ({ functionName, ranges }: Script['functions'][number]): string =>
  `${functionName || '(anonymous)'}@${ranges[0]!.startOffset}`;

const total = (stretches: readonly Stretch[]): number => stretches.reduce((sum, [start, end]) => sum + end - start, 0);

/** Stretches in order, those that touch joined. */
function join(stretches: readonly Stretch[]): Stretch[] {
  const joined: [number, number][] = [];
  for (const [start, end] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** What is in both. */
function meet(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  return a.flatMap(([start, end]) =>
    b.flatMap(([from, to]): Stretch[] => {
      const common: Stretch = [Math.max(start, from), Math.min(end, to)];
      return common[0] < common[1] ? [common] : [];
    }),
  );
}

/** What two runs reached together. */
export function mergeCoverage(a: Coverage, b: Coverage): Coverage {
  const merged: Record<string, FileCoverage> = { ...a };
  for (const [path, file] of Object.entries(b)) {
    const other = merged[path];
    merged[path] =
      other === undefined
        ? file
        : {
            size: Math.max(other.size, file.size),
            functions: Math.max(other.functions, file.functions),
            uncalled: other.uncalled.filter((name) => file.uncalled.includes(name)),
            unreached: meet(other.unreached, file.unreached),
          };
  }
  return merged;
}

/** How much of the source and how many of its functions were reached. */
export function coverageFigures(coverage: Coverage): {
  readonly share: number;
  readonly called: number;
  readonly functions: number;
} {
  const files = Object.values(coverage);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const unreached = files.reduce((sum, file) => sum + total(file.unreached), 0);
  const functions = files.reduce((sum, file) => sum + file.functions, 0);
  const uncalled = files.reduce((sum, file) => sum + file.uncalled.length, 0);
  return { share: size === 0 ? 0 : 1 - unreached / size, called: functions - uncalled, functions };
}
