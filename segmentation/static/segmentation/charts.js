// Draws what the page says in JSON (see words/charts.py) with Apache ECharts, in the theme's colours.
// Without this script the table behind each chart stands open and says the same.
"use strict";

(() => {
  const DASHES = ["solid", "dashed", "dotted", [10, 3, 2, 3], [2, 4], [14, 4], [6, 2, 2, 2, 2, 2], [1, 6]];
  const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "arrow", "pin", "emptyCircle"];
  const spoken = document.documentElement.lang;
  // Of the page's language, the variety that the reader's browser is set to.
  const language = navigator.languages.find((one) => spoken && one.startsWith(spoken)) || spoken || undefined;
  const dayFormat = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
  const yearFormat = new Intl.DateTimeFormat(language, { month: "short", year: "numeric" });
  const numberFormat = new Intl.NumberFormat(language);
  const HALF_A_YEAR = 183 * 86400e3;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  // A theme may write colours as the library cannot read them, such as oklch(); a painted pixel is always plain.
  const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });

  const colourOf = (element, name) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = "#808080";
    pixel.fillStyle = getComputedStyle(element).getPropertyValue(`--bc-${name}`).trim();
    pixel.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };

  const shared = (chart, paint, font) => ({
    animation: !still.matches,
    textStyle: { fontFamily: font, color: paint("ink") },
    aria: {
      enabled: true,
      label: { description: chart.summary },
      decal: { show: chart.kind === "areas" },
    },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: paint("paper"),
      borderColor: paint("edge"),
      textStyle: { color: paint("ink"), fontSize: 13 },
    },
  });

  const legendRows = (chart, width) => {
    let rows = 1;
    let used = 0;
    for (const { name } of chart.series) {
      const needed = 60 + name.length * 7.5;
      if (used && used + needed > width) {
        rows += 1;
        used = 0;
      }
      used += needed;
    }
    return rows;
  };

  const overTime = (chart, paint, width) => {
    const stacked = chart.kind === "areas";
    const from = Date.parse(chart.days[0]);
    const long = Date.parse(chart.days[chart.days.length - 1]) - from > HALF_A_YEAR;
    const axisLabel = { color: paint("soft"), fontSize: 12, hideOverlap: true };
    return {
      legend: {
        bottom: 0,
        icon: stacked ? "roundRect" : undefined,
        itemWidth: 28,
        itemGap: 18,
        textStyle: { color: paint("ink"), fontSize: 13 },
      },
      grid: { top: 16, left: 8, right: 20, bottom: 16 + 26 * legendRows(chart, width), containLabel: true },
      xAxis: {
        type: "time",
        axisLine: { lineStyle: { color: paint("edge") } },
        axisLabel: { ...axisLabel, formatter: (moment) => (long ? yearFormat : dayFormat).format(moment) },
        splitNumber: Math.max(2, Math.min(6, Math.floor(width / 130))),
        minInterval: 86400e3,
      },
      yAxis: {
        type: "value",
        min: 0,
        max: chart.highest ?? undefined,
        minInterval: 1,
        axisLabel: { ...axisLabel, formatter: (value) => numberFormat.format(value) + (chart.unit && ` ${chart.unit}`) },
        splitLine: { lineStyle: { color: paint("line") } },
      },
      tooltip: {
        trigger: "axis",
        formatter: (points) =>
          [
            chart.day_texts[points[0].dataIndex],
            ...points.map((point) => `${point.marker}${point.seriesName}: ${chart.series[point.seriesIndex].texts[point.dataIndex]}`),
          ].join("\n"),
      },
      series: chart.series.map((series, place) => ({
        type: "line",
        name: series.name,
        data: series.values.map((value, day) => [chart.days[day], value]),
        color: paint(series.colour),
        stack: stacked ? "whole" : undefined,
        areaStyle: stacked ? { opacity: 0.75 } : undefined,
        symbol: SYMBOLS[place % SYMBOLS.length],
        symbolSize: chart.days.length > 60 ? 5 : 8,
        showSymbol: !stacked || chart.days.length === 1,
        lineStyle: { width: stacked ? 1 : 2, type: stacked ? "solid" : DASHES[place % DASHES.length] },
        emphasis: { focus: "series" },
      })),
    };
  };

  const flowing = (chart, paint) => ({
    tooltip: {
      trigger: "item",
      formatter: ({ dataType, data }) => (dataType === "edge" ? data.text : data.label.formatter),
    },
    series: [
      {
        type: "sankey",
        left: 4,
        right: 4,
        top: 8,
        bottom: 8,
        nodeWidth: 14,
        nodeGap: 18,
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: "adjacency" },
        lineStyle: { color: "gradient", opacity: 0.35, curveness: 0.5 },
        data: chart.nodes.map((node) => ({
          name: node.name,
          depth: node.side === "before" ? 0 : 1,
          itemStyle: { color: paint(node.colour), borderWidth: 0 },
          label: {
            formatter: node.label,
            position: node.side === "before" ? "right" : "left",
            color: paint("ink"),
            fontSize: 13,
            fontWeight: 600,
            textBorderColor: paint("paper"),
            textBorderWidth: 3,
          },
        })),
        links: chart.links,
      },
    ],
  });

  const draw = (figure) => {
    const chart = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const plot = figure.querySelector(".bc-chart-plot");
    const table = figure.querySelector("[data-chart-table]");
    plot.hidden = false;
    const drawn = window.echarts.init(plot, null, { renderer: "svg" });
    const renew = () => {
      const paint = (name) => colourOf(figure, name);
      const common = shared(chart, paint, getComputedStyle(figure).fontFamily);
      const own = chart.kind === "flow" ? flowing(chart, paint) : overTime(chart, paint, plot.clientWidth);
      drawn.resize();
      drawn.setOption({ ...common, ...own, tooltip: { ...common.tooltip, ...own.tooltip } }, { notMerge: true });
    };
    renew();
    if (table) table.open = false;
    return { plot, renew };
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.echarts) return;
    const charts = [...document.querySelectorAll("figure[data-chart]")].map(draw);
    const renewAll = () => charts.forEach(({ renew }) => renew());
    const widths = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        const found = charts.find(({ plot }) => plot === target);
        const width = String(Math.round(target.clientWidth));
        if (width !== "0" && target.dataset.width !== width) {
          target.dataset.width = width;
          found.renew();
        }
      }
    });
    for (const { plot } of charts) {
      plot.dataset.width = String(Math.round(plot.clientWidth));
      widths.observe(plot);
    }
    new MutationObserver(renewAll).observe(document.documentElement, { attributeFilter: ["class", "data-theme"] });
    dark.addEventListener("change", renewAll);
    still.addEventListener("change", renewAll);
  });
})();
