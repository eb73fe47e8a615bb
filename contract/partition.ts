/** Domain under which a partition's service endpoints live (AWS: General Reference, service endpoints). */
export function dnsSuffix(partition: string): string {
    return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}
