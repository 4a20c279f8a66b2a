// The parts of ECharts that the site draws with, and nothing else of it.
//
// This file only chooses: how a chart is set up and torn down is in `src/chart/echarts.rs`.
// A new kind of chart is a line here; the byte budget of the first visit says what it costs.
import { use } from "echarts/core";
import { LineChart } from "echarts/charts";
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([
  LineChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  LabelLayout,
  SVGRenderer,
]);

export { init } from "echarts/core";
