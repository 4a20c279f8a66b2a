// The parts of ECharts that answer a reader who points at a chart, and nothing else of it.
//
// This file only chooses: how a chart is set up and torn down is in `src/chart/echarts.rs`. It is
// loaded when somebody first points at a chart, and is no part of the first visit.
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
