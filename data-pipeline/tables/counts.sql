-- One row a cell, in the order of the published table.
--
-- records            what was counted: the source (dataset), the period, the code, how many
--                    (weight), and the member of each kind of place, empty where none is recorded
-- periods            the periods of the table, and the one dataset that stands for each, if any
-- codes              the category under which the table counts a code
-- places             the area under which the table counts a member of its kind of place
-- holdings           the categories that a dataset can hold: where it has no record, it says 0
-- undistinguished    the areas that a dataset does not tell apart
-- areas, categories  the members in their order; leaves are those without parts
-- area_parts, category_parts  the leaves that a member is the sum of; a leaf is its own only part
WITH counts AS (
    SELECT places.area, codes.category, records.period, SUM(records.weight) AS value
    FROM records
    JOIN periods ON periods.dataset = records.dataset AND periods.period = records.period
    JOIN codes ON codes.code = records.code
    JOIN places ON places.place = {place}
    GROUP BY places.area, codes.category, records.period
),
leaves AS (
    SELECT
        areas.code AS area,
        categories.code AS category,
        periods.period,
        COALESCE(counts.value, 0) AS value,
        -- The higher, the less is known.
        CASE
            WHEN undistinguished.area IS NOT NULL THEN 0
            WHEN counts.value IS NULL AND holdings.category IS NULL THEN 3
            WHEN periods.is_incomplete THEN 2
            ELSE 1
        END AS doubt
    FROM areas
    CROSS JOIN categories
    CROSS JOIN periods
    LEFT JOIN counts
        ON counts.area = areas.code
        AND counts.category = categories.code
        AND counts.period = periods.period
    LEFT JOIN holdings
        ON holdings.dataset = periods.dataset AND holdings.category = categories.code
    LEFT JOIN undistinguished
        ON undistinguished.dataset = periods.dataset AND undistinguished.area = areas.code
    WHERE areas.is_leaf AND categories.is_leaf
),
sums AS (
    SELECT
        area_parts.whole AS area,
        category_parts.whole AS category,
        leaves.period,
        SUM(CASE WHEN leaves.doubt IN (1, 2) THEN leaves.value ELSE 0 END) AS value,
        MAX(leaves.doubt) AS doubt
    FROM leaves
    JOIN area_parts ON area_parts.part = leaves.area
    JOIN category_parts ON category_parts.part = leaves.category
    GROUP BY area_parts.whole, category_parts.whole, leaves.period
)
SELECT
    areas.code AS geography,
    categories.code AS {category},
    sums.period AS {period},
    areas.label AS geography_label,
    categories.label AS {category}_label,
    CASE WHEN sums.doubt IN (1, 2) THEN CAST(sums.value AS DECIMAL(20, {decimals})) END AS value,
    CASE sums.doubt
        WHEN 0 THEN 'not_applicable'
        WHEN 1 THEN 'observed'
        WHEN 2 THEN 'provisional'
        ELSE 'not_collected'
    END AS status
FROM sums
JOIN areas ON areas.code = sums.area
JOIN categories ON categories.code = sums.category
ORDER BY areas.position, categories.position, sums.period
