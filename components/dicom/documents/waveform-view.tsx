"use client";

import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useMemo, useState } from "react";
import { token } from "#components/ui/tokens.ts";
import type { WaveformChannel, WaveformGroup } from "#lib/dicom/waveform.ts";

export interface WaveformViewProps {
  readonly groups: readonly WaveformGroup[];
}

/** Paper speeds and gains of electrocardiographs. */
const SPEEDS = [12.5, 25, 50] as const;
const GAINS = [5, 10, 20] as const;
/** CSS pixels of a millimetre of paper. */
const MILLIMETRE = 4;
const LEFT = 44;

/** Channels below each other on squared paper: small squares of a millimetre, large ones of five. */
export function WaveformView({ groups }: WaveformViewProps) {
  const [speed, setSpeed] = useState<number>(25);
  const [gain, setGain] = useState<number>(10);
  return (
    <Box sx={{ flex: 1, minHeight: 0, display: "flex", flexDirection: "column" }}>
      <Box sx={BAR}>
        <Choice label="Paper speed" unit="mm/s" values={SPEEDS} value={speed} onChange={setSpeed} />
        <Choice label="Gain" unit="mm/mV" values={GAINS} value={gain} onChange={setGain} />
      </Box>
      <Box sx={{ overflow: "auto", flex: 1, minHeight: 0 }} tabIndex={0} role="region" aria-label="Traces">
        {groups.map((group, index) => (
          <Paper key={index} group={group} speed={speed} gain={gain} />
        ))}
      </Box>
    </Box>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Choice({ label, unit, values, value, onChange }: ChoiceProps) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={value}
      aria-label={label}
      onChange={(_, next: number | null) => next !== null && onChange(next)}
    >
      {values.map((each) => (
        <ToggleButton key={each} value={each}>
          {each} {unit}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

interface PaperProps {
  readonly group: WaveformGroup;
  readonly speed: number;
  readonly gain: number;
}

function Paper({ group, speed, gain }: PaperProps) {
  const lane = MILLIMETRE * Math.max(18, gain * 2.4);
  const width = LEFT + group.seconds * speed * MILLIMETRE + 12;
  const height = lane * group.channels.length;
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`${group.channels.length} channels, ${group.seconds} seconds`}
      style={{ display: "block" }}
    >
      <defs>
        <pattern id="millimetres" width={MILLIMETRE} height={MILLIMETRE} patternUnits="userSpaceOnUse">
          <path d={`M${MILLIMETRE} 0H0V${MILLIMETRE}`} fill="none" stroke={token.errSoft} strokeWidth={0.6} />
        </pattern>
        <pattern id="squares" width={MILLIMETRE * 5} height={MILLIMETRE * 5} patternUnits="userSpaceOnUse">
          <rect width={MILLIMETRE * 5} height={MILLIMETRE * 5} fill="url(#millimetres)" />
          <path
            d={`M${MILLIMETRE * 5} 0H0V${MILLIMETRE * 5}`}
            fill="none"
            stroke={token.err}
            strokeOpacity={0.28}
            strokeWidth={0.8}
          />
        </pattern>
      </defs>
      <rect width={width} height={height} fill={token.panel} />
      <rect width={width} height={height} fill="url(#squares)" />
      {group.channels.map((channel, index) => (
        <Trace
          key={channel.label}
          channel={channel}
          top={index * lane}
          lane={lane}
          frequency={group.frequency}
          speed={speed}
          gain={gain}
        />
      ))}
    </svg>
  );
}

interface TraceProps {
  readonly channel: WaveformChannel;
  readonly top: number;
  readonly lane: number;
  readonly frequency: number;
  readonly speed: number;
  readonly gain: number;
}

function Trace({ channel, top, lane, frequency, speed, gain }: TraceProps) {
  const path = useMemo(
    () =>
      tracePath(channel, { stepX: (speed * MILLIMETRE) / frequency, heightOfUnit: unitHeight(channel, gain, lane) }),
    [channel, frequency, speed, gain, lane],
  );
  return (
    <g transform={`translate(0 ${top + lane / 2})`}>
      <text x={8} y={4} fill={token.ink} fontSize={13} fontWeight={650}>
        {channel.label}
      </text>
      <path
        d={path}
        transform={`translate(${LEFT} 0)`}
        fill="none"
        stroke={token.ink}
        strokeWidth={1.1}
        strokeLinejoin="round"
      />
    </g>
  );
}

/** Pixels of one unit: millivolt by the gain; what is no voltage fills its lane. */
function unitHeight({ unit, samples }: WaveformChannel, gain: number, lane: number): number {
  const perMillivolt: Readonly<Record<string, number>> = { uV: 0.001, mV: 1, V: 1000 };
  const volts = perMillivolt[unit];
  if (volts !== undefined) return volts * gain * MILLIMETRE;
  const most = samples.reduce((high, sample) => Math.max(high, Math.abs(sample)), 0);
  return most > 0 ? (lane * 0.45) / most : 1;
}

function tracePath(
  { samples }: WaveformChannel,
  { stepX, heightOfUnit }: { stepX: number; heightOfUnit: number },
): string {
  const parts: string[] = [];
  for (const [index, sample] of samples.entries()) {
    parts.push(`${index === 0 ? "M" : "L"}${(index * stepX).toFixed(1)} ${(-sample * heightOfUnit).toFixed(1)}`);
  }
  return parts.join("");
}

const BAR = { display: "flex", gap: 3, p: 2, borderBottom: `1px solid ${token.line}` } as const;
