// Ranges as bars from low to high, drawn from the table beside the chart. Without script the table says all of it.
(() => {
  const TEN_THOUSAND = 1e6; // fen in 万元
  const english = document.documentElement.lang === "en";
  const number = new Intl.NumberFormat(english ? "en" : "zh-CN", { maximumFractionDigits: 2 });
  const sum = (wan) => {
    if (english) return number.format(wan * 1e4);
    return wan === 0 ? "0元" : `${number.format(wan)}万元`;
  };

  const rowsOf = (table) =>
    [...table.querySelectorAll("tr[data-low]")].map((row) => ({
      title: row.dataset.title,
      low: Number(row.dataset.low) / TEN_THOUSAND,
      high: row.dataset.high === "" ? null : Number(row.dataset.high) / TEN_THOUSAND,
      met: row.dataset.finding === "met",
    }));

  const draw = (place) => {
    const rows = rowsOf(document.getElementById(place.dataset.table)).reverse();
    const most = Math.max(...rows.map((row) => row.high ?? row.low), 10);
    const end = most * 1.15;
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const colours = () => {
      const style = getComputedStyle(document.documentElement);
      return (name) => style.getPropertyValue(name).trim();
    };
    const label = (row) => {
      if (row.high === null) return `${sum(row.low)} → ${place.dataset.unbounded}`;
      return row.low === row.high ? sum(row.low) : `${sum(row.low)} – ${sum(row.high)}`;
    };
    const show = () => {
      const colour = colours();
      const narrow = place.clientWidth < 560;
      chart.setOption(
        {
          animation: false,
          textStyle: { color: colour("--ink"), fontFamily: getComputedStyle(document.body).fontFamily },
          grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
          xAxis: {
            type: "value", min: 0, max: end, splitNumber: narrow ? 2 : 5,
            axisLabel: { color: colour("--quiet"), formatter: (value) => (value > most ? "" : sum(value)) },
            splitLine: { lineStyle: { color: colour("--line") } },
          },
          yAxis: {
            type: "category", data: rows.map((row) => row.title), axisTick: { show: false },
            axisLine: { lineStyle: { color: colour("--line") } },
            axisLabel: { color: colour("--ink"), width: narrow ? 104 : 220, overflow: "break" },
          },
          series: [
            { type: "bar", stack: "range", silent: true, itemStyle: { color: "transparent" }, data: rows.map((row) => row.low) },
            {
              type: "bar", stack: "range", silent: true, barMaxWidth: 18, barMinHeight: 4,
              data: rows.map((row) => ({
                value: (row.high ?? end) - row.low,
                itemStyle: {
                  // Pale where there is no end; an opacity would pale the label too.
                  color: colour(row.met ? "--good" : "--link") + (row.high === null ? "70" : ""),
                  borderRadius: row.high === null ? [3, 0, 0, 3] : 3,
                },
                label: {
                  show: true, position: [4, -15], formatter: label(row), color: colour("--ink"), fontSize: 12,
                },
              })),
            },
          ],
        },
        true,
      );
    };
    place.hidden = false;
    place.style.height = `${rows.length * 46 + 40}px`;
    chart.resize();
    show();
    addEventListener("resize", () => { chart.resize(); show(); });
    new MutationObserver(show).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-ranges]").forEach(draw));
})();
