-- One row a cell, in the order of the published table, for tables that tell groups of people apart,
-- count only some of the records, or count months in longer steps.
--
-- records            what was counted: the source (dataset), the period, the code, how many
--                    (weight), the member of each kind of place, and the code of the person in each
--                    list of groups, empty where none is recorded
-- months             the months that the table takes from a dataset, and the period that each is in
-- periods            the periods of the table, and the one dataset that stands for each, if any
-- codes              the category under which the table counts a code
-- places             the area under which the table counts a member of its kind of place
-- only_...           the codes of a column of records that the table counts, where not all are
-- holdings           the categories that a dataset can hold: where it has no record, it says 0
-- undistinguished    the areas that a dataset does not tell apart
-- areas, categories  the members in their order; leaves are those without parts
-- area_parts, category_parts  the leaves that a member is the sum of; a leaf is its own only part
-- group_...          the same for a list of groups: the members, their parts, and the member under
--                    which the table counts a code
WITH counts AS (
    SELECT
        places.area,
        codes.category,
        {each group} "group_{group}_codes".category AS "{group}",
        months.period,
        SUM(records.weight) AS value
    FROM records
    JOIN months ON months.dataset = records.dataset AND months.month = records.period
    JOIN codes ON codes.code = records."{code}"
    JOIN places ON places.place = {place}
    {each group} JOIN "group_{group}_codes" ON "group_{group}_codes".code = records."{group}"
    {each condition} JOIN "only_{condition}" ON "only_{condition}".code = records."{condition}"
    GROUP BY
        places.area,
        codes.category,
        {each group} "group_{group}_codes".category,
        months.period
),
leaves AS (
    SELECT
        areas.code AS area,
        categories.code AS category,
        {each group} "group_{group}".code AS "{group}",
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
    {each group} CROSS JOIN "group_{group}"
    CROSS JOIN periods
    LEFT JOIN counts
        ON counts.area = areas.code
        AND counts.category = categories.code
        {each group} AND counts."{group}" = "group_{group}".code
        AND counts.period = periods.period
    LEFT JOIN holdings
        ON holdings.dataset = periods.dataset AND holdings.category = categories.code
    LEFT JOIN undistinguished
        ON undistinguished.dataset = periods.dataset AND undistinguished.area = areas.code
    WHERE areas.is_leaf
        {each group} AND "group_{group}".is_leaf
        AND categories.is_leaf
),
sums AS (
    SELECT
        area_parts.whole AS area,
        category_parts.whole AS category,
        {each group} "group_{group}_parts".whole AS "{group}",
        leaves.period,
        SUM(CASE WHEN leaves.doubt IN (1, 2) THEN leaves.value ELSE 0 END) AS value,
        MAX(leaves.doubt) AS doubt
    FROM leaves
    JOIN area_parts ON area_parts.part = leaves.area
    JOIN category_parts ON category_parts.part = leaves.category
    {each group} JOIN "group_{group}_parts" ON "group_{group}_parts".part = leaves."{group}"
    GROUP BY
        area_parts.whole,
        category_parts.whole,
        {each group} "group_{group}_parts".whole,
        leaves.period
)
SELECT
    areas.code AS geography,
    categories.code AS {category},
    {each group} "group_{group}".code AS "{group}",
    sums.period AS {period},
    areas.label AS geography_label,
    categories.label AS {category}_label,
    {each group} "group_{group}".label AS "{group}_label",
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
{each group} JOIN "group_{group}" ON "group_{group}".code = sums."{group}"
ORDER BY
    areas.position,
    categories.position,
    {each group} "group_{group}".position,
    sums.period
